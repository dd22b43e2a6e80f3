"""The exact view to hand on: a link and its QR, made only when somebody asks."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from lib.ui.words import Words


def share_button(say: Words) -> None:
    """A pop-over with the address of this very view."""
    with st.popover(
        say("ลิงก์และ QR ของหน้านี้"),
        icon=":material/qr_code_2:",
        type="tertiary",
        on_change="rerun",
        key="_share",
    ) as opened:
        if not opened.open:
            return
        address = view_address()
        st.html(qr_svg(address))
        st.code(address, language=None, wrap_lines=True)
        if "127.0.0.1" in address or "localhost" in address:
            st.caption(say("ที่อยู่นี้เปิดได้เฉพาะเครื่องนี้"))


def view_address() -> str:
    """Address of the present page with its filters."""
    query = urlencode(st.query_params.to_dict())
    base = st.context.url or ""
    return f"{base}?{query}" if query else base


def qr_svg(text: str) -> str:
    """A QR code as inline SVG, dark on white whatever the theme (scanners need the contrast)."""
    import segno

    drawn: str = segno.make(text, error="m").svg_inline(
        scale=6, border=3, dark="#16302f", light="#ffffff"
    )
    return drawn
