"""One press of Back leaves a page: what the page itself adds to its address is no step of its own.

The language, the practice country and the region stand in every address, and Streamlit makes a new entry of
the browser's history for each that a page adds. So a small script lets an entry be completed until somebody
presses or types something; what is chosen by hand afterwards can be taken back by Back as before.
"""

from __future__ import annotations

#: Runs once in a window. No less-than sign before a letter: Streamlit's sanitiser would take the script away.
SCRIPT = """
(() => {
  if (window.thunBack) return;
  window.thunBack = true;
  const push = history.pushState.bind(history);
  const path = (url) => new URL(url, location.href).pathname;
  // A page that is left for another says its address anew before the address is the other's.
  const LINKS = '[data-testid="stSidebarNav"] a, [data-testid="stPageLink"] a';
  let fresh = true;
  for (const hand of ["pointerdown", "keydown"])
    document.addEventListener(hand, (event) => { fresh = Boolean(event.target.closest?.(LINKS)); }, true);
  window.addEventListener("popstate", () => { fresh = true; }, true);
  history.pushState = (state, title, url) => {
    if (url && path(url) === location.pathname && fresh) { history.replaceState(state, title, url); return; }
    fresh = fresh || (url && path(url) !== location.pathname);
    push(state, title, url);
  };
})();
"""
