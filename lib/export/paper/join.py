"""Several documents as one file, for one press of “print”."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf


def joined(documents: Sequence[bytes]) -> bytes:
    """The pages of some PDFs, one after another."""
    if len(documents) == 1:
        return documents[0]
    out = io.BytesIO()
    with pikepdf.new() as whole:
        for one in documents:
            with pikepdf.open(io.BytesIO(one)) as part:
                whole.pages.extend(part.pages)
        whole.save(out)
    return out.getvalue()
