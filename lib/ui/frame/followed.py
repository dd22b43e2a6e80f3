"""A link inside a text or a table leads on within this very window, with its choices, and Back leads home.

Streamlit opens every such link in a new window, which knows nothing of this one. The link's address is a real
one: another button of the mouse still opens it elsewhere, and without the script it works as it always did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from lib.ui.frame.addresses import base_path
from lib.ui.frame.registry import BY_ID

#: Where a session keeps what was chosen for every page.
KEPT = "_scope"
COOKIE = "thun_scope"
#: What lasts from window to window: where somebody looks, not when.
_LASTING = ("region", "province")
_MOST = 120
#: Where a session keeps what is told to the browser, and whose it is in it.
_CHOSEN, _WHO = f"{KEPT}.chosen", "who"

_JS = """
export default function ({ data, setTriggerValue }) {
  // What was chosen is there in the next window of this browser as well.
  if (data.scope) document.cookie = `${data.cookie}=${data.scope}; path=${data.base || "/"}; max-age=31536000; SameSite=Lax`;
  const follow = (press) => {
    if (press.button !== 0 || press.metaKey || press.ctrlKey || press.shiftKey || press.altKey) return;
    const link = press.composedPath().find((one) => one instanceof HTMLAnchorElement);
    // Its own links Streamlit follows by itself.
    if (!link || link.origin !== location.origin || link.hasAttribute("download") || link.hash) return;
    if (!link.closest(".stMarkdown, [data-testid=stMarkdownContainer], [data-testid=stHtml]")) return;
    if (link.closest("[data-testid=stPageLink], [data-testid=stLinkButton]") || !link.pathname.startsWith(data.base + "/")) return;
    const page = link.pathname.slice(data.base.length + 1);
    if (!data.pages.includes(page)) return;
    press.preventDefault();
    press.stopPropagation();
    setTriggerValue("link", page + link.search);
  };
  document.addEventListener("click", follow, true);
  return () => document.removeEventListener("click", follow, true);
}
"""


@cache
def _component() -> Callable[..., object]:
    return st.components.v2.component("thun_followed_link", js=_JS)


def followed_link() -> tuple[str, dict[str, str]] | None:
    """Page and query of the link that was just pressed, if one was."""
    chosen: dict[str, str] = st.session_state.get(_CHOSEN, {})
    scope = urlencode(chosen) if len(chosen) > 1 else ""
    data = {"base": base_path(), "pages": ["", *BY_ID], "cookie": COOKIE, "scope": scope}
    got = _component()(key="followed_link", data=data, on_link_change=lambda: None)
    return read_link(str(getattr(got, "link", None) or ""))


def note_choice(name: str, value: str) -> None:
    """Somebody has chosen a region or a province: it is there in the next window of this browser."""
    if name in _LASTING:
        st.session_state[_CHOSEN] = {**st.session_state.get(_CHOSEN, {}), name: value}


def recall_choice(account: str, has_home: Callable[[], bool]) -> None:
    """At a session's begin: what this person (an account's id, '' for nobody) chose in another window of the browser
    holds – not for who has a home, and not where the address says itself what it is of."""
    if f"{KEPT}.recalled" in st.session_state:
        return
    st.session_state[f"{KEPT}.recalled"] = True
    st.session_state[_CHOSEN] = {_WHO: _mark(account)}
    said = dict(parse_qsl(st.context.cookies.get(COOKIE, "")[:_MOST], keep_blank_values=True))
    if said.get(_WHO) != _mark(account) or any(name in st.query_params for name in (*_LASTING, "month", "tambon")):
        return
    if account and has_home():
        return
    for name in _LASTING:
        if name in said:
            st.session_state[f"{KEPT}.{name}"] = said[name]


def _mark(account: str) -> str:
    """Tells one person's choice from another's on one machine, and is nobody's id."""
    return hashlib.blake2b(account.encode(), digest_size=6).hexdigest()


def read_link(said: str) -> tuple[str, dict[str, str]] | None:
    """What a browser says of a pressed link: ``page?query``; None for nothing and for what is no page here."""
    page, _, query = said.partition("?")
    if not said or (page and page not in BY_ID):
        return None
    return page or next(iter(BY_ID)), dict(parse_qsl(query))
