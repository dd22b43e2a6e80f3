"""QR codes for documents."""

from __future__ import annotations

import io

#: What a code may open: anything else a phone would not know what to do with.
_LINKS_FROM = ("http://", "https://")


def qr(link: str) -> str:
    """A link as SVG, dark on white; '' for what is no link."""
    if not link.startswith(_LINKS_FROM):
        return ""
    import segno

    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", border=1, dark="#16302f", light="#ffffff")
    return out.getvalue().decode()
