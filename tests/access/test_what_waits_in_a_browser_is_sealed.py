"""What a browser keeps for us is read and changed by nobody, and counts for one purpose and a while."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.access import sealing

WHILE = timedelta(minutes=10)


@pytest.mark.usefixtures("fresh_process")
def test_it_comes_back_as_it_was_for_its_purpose_only() -> None:
    sealed = sealing.seal("flow", {"state": "abc", "name": "ยายแดง"})
    assert "abc" not in sealed
    assert sealing.unseal("flow", sealed, WHILE) == {"state": "abc", "name": "ยายแดง"}
    assert sealing.unseal("other", sealed, WHILE) == {}
    for changed in ("", "x", sealed[:-2], sealed[:20] + "A" + sealed[21:], "ก"):
        assert sealing.unseal("flow", changed, WHILE) == {}
    assert sealing.unseal("flow", sealed, timedelta(seconds=-1)) == {}


@pytest.mark.usefixtures("fresh_process")
def test_a_forms_token_fits_one_browser() -> None:
    token = sealing.form_token("browser one")
    assert sealing.token_fits("browser one", token)
    assert not sealing.token_fits("browser two", token)
    assert not sealing.token_fits("", sealing.form_token(""))
    assert not sealing.token_fits("browser one", "ไทย")
