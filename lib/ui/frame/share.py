"""The exact view to hand on: a link and its QR, made only when somebody asks."""

from __future__ import annotations

import socket
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from lib.domain.limits import QR_ADDRESS
from lib.ui.frame.speech import Words


def share_button(say: Words) -> None:
    """A pop-over with the address of this very view."""
    with st.popover(
        say("ลิงก์และ QR ของหน้านี้"), icon=":material/qr_code_2:", type="tertiary", on_change="rerun", key="_share"
    ) as opened:
        if not opened.open:
            return
        address = view_address()
        if len(address) > QR_ADDRESS.most:
            st.caption(QR_ADDRESS.problem().text(say.language))
        else:
            st.html(qr_svg(address))
        st.code(address, language=None, wrap_lines=True)
        if only_here(address):
            st.caption(say("ที่อยู่นี้เปิดได้เฉพาะเครื่องนี้"))


#: What in the address is somebody's own and not handed on with a view.
_OWN = ("code", "draft")


def view_address() -> str:
    """Address of the present page with its filters, without what only its owner should hold."""
    shown = {k: v for k, v in st.query_params.to_dict().items() if k not in _OWN}
    query, base = urlencode(shown), reachable(st.context.url or "")
    return f"{base}?{query}" if query else base


def only_here(address: str) -> bool:
    """Whether an address opens on this machine only."""
    return (urlsplit(address).hostname or "") in ("127.0.0.1", "localhost", "::1")


def reachable(address: str) -> str:
    """The address as other devices of the same network open it, when the server listens to them."""
    listens = str(st.get_option("server.address") or "")
    if not only_here(address) or listens not in ("0.0.0.0", "::"):
        return address
    told, own = urlsplit(address), _own_address()
    port = f":{told.port}" if told.port else ""
    return urlunsplit(told._replace(netloc=f"{own}{port}")) if own else address


def _own_address() -> str:
    """This machine's address in its network; '' when it is in none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def qr_svg(text: str) -> str:
    """A QR code as inline SVG, dark on white whatever the theme (scanners need the contrast)."""
    import segno

    drawn: str = segno.make(text, error="m").svg_inline(scale=6, border=3, dark="#16302f", light="#ffffff")
    return drawn
