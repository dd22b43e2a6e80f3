"""The exact view to hand on: a link and its QR, made only when somebody asks."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from lib.ui.frame.own_address import own_address
from lib.ui.frame.speech import Words


def share_button(say: Words) -> None:
    """A button for the address of this very view.

    A dialogue in the middle of the screen: what opens below the last button of the sidebar is cut off.
    """
    title = say("ลิงก์และ QR ของหน้านี้")
    if st.button(title, icon=":material/qr_code_2:", type="tertiary", key="_share"):
        st.dialog(title)(_share)(say)


def share_in_bar(say: Words) -> None:
    """The same where the place and the month are chosen."""
    title = say("ลิงก์และ QR ของหน้านี้")
    if st.button(":material/link:", key="_share_bar", help=title):
        st.dialog(title)(_share)(say)


def _share(say: Words) -> None:
    address = view_address()
    show_qr(say, address, width=300)
    st.code(address, language=None, wrap_lines=True)
    if only_here(address):
        st.caption(say("ที่อยู่นี้เปิดได้เฉพาะเครื่องนี้"))


#: Whether the page that stands has the bar with region and province.
BAR_SHOWN = "_bar_shown"
#: What in the address is somebody's own and not handed on with a view.
_OWN = ("code", "draft")


def view_address() -> str:
    """Address of the present page with its filters, without what only its owner should hold."""
    shown = {k: v for k, v in st.query_params.to_dict().items() if k not in _OWN}
    # Whoever opens it has a place of one's own: the whole country, and a whole region, are said.
    whole = {name: "all" for name in ("region", "province") if name not in shown}
    shown |= whole if st.session_state.get(BAR_SHOWN) else {}
    query, base = urlencode(shown), reachable(st.context.url or "")
    return f"{base}?{query}" if query else base


def app_address(path: str) -> str:
    """Address of a path of this app beside its pages, as other devices open it; '' while the browser tells none."""
    base = urlsplit(reachable(st.context.url or ""))
    return f"{base.scheme}://{base.netloc}{base.path.rpartition('/')[0]}/{path}" if base.scheme else ""


def only_here(address: str) -> bool:
    """Whether an address opens on this machine only."""
    return (urlsplit(address).hostname or "") in ("127.0.0.1", "localhost", "::1")


def reachable(address: str) -> str:
    """The address as other devices of the same network open it, when the server listens to them."""
    listens = str(st.get_option("server.address") or "")
    if not only_here(address) or listens not in ("0.0.0.0", "::"):
        return address
    told, own = urlsplit(address), own_address()
    port = f":{told.port}" if told.port else ""
    return urlunsplit(told._replace(netloc=f"{own}{port}")) if own else address


def show_qr(say: Words, text: str, width: int = 240) -> None:
    """A QR code as a picture; a sentence when the text is longer than any QR holds.

    A picture by data address: Streamlit takes SVG out of HTML, and files under ``/media/`` stay open
    to everyone who knows their address.
    """
    picture = qr_picture(text)
    if picture:
        st.image(picture, width=width)
    else:
        st.caption(say("ลิงก์นี้ยาวเกินกว่าจะทำเป็น QR คัดลอกลิงก์ไปส่งแทน"))


def qr_picture(text: str) -> str:
    """The data address of a PNG, dark on white whatever the theme (scanners need the contrast); '' for too long a text."""
    import segno

    try:
        made = segno.make(text, error="m", micro=False)
    except segno.DataOverflowError:
        return ""
    picture: str = made.png_data_uri(scale=8, border=4, dark="#16302f", light="#ffffff")
    return picture
