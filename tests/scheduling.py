"""Which worker does which test."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

BROWSER, LAWS = "tests/browser/", "tests/laws/"


def group(test: str) -> str:
    """What a test is scheduled with, by its id (``folder/file.py::name``)."""
    if test.startswith(BROWSER):
        return BROWSER
    # The laws of a file look at the same code, which is read once by whoever does them all.
    return test.partition("::")[0] if test.startswith(LAWS) else test


class BrowserTogether(LoadScopeScheduling):
    """Tests that share a browser and its servers go to one worker, at once; the others take test by test.

    The order is that of the collection, in which the long ones come first (`pytest.mark.long`).

    xdist's own groups (``--dist loadgroup``) write into a name of the test that pytest no longer reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)
