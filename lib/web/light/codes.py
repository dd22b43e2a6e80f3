"""QR codes that stand in a page itself."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def inline_qr(text: str) -> Markup:
    """A QR as part of the page (SVG), dark on white whatever the theme."""
    out = io.BytesIO()
    made = segno.make(text, error="m", micro=False)
    made.save(out, kind="svg", border=3, dark="#16302f", light="#ffffff", xmldecl=False, svgclass="qr", omitsize=True)
    return Markup(out.getvalue().decode())
