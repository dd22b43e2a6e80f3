"""Somebody in front of a browser: opens pages, reads, types, presses; notes what must not happen."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Dialog, FrameLocator, Locator, Page, TimeoutError, expect

from lib.ui.frame.registry import BY_ID, PAGES

#: On a machine where others work too a page may take its time; nobody waits this long otherwise.
PATIENCE_MS = 30_000
#: A page's first run of all imports everything, its script and its server on the same busy machine.
REST_MS = 90_000
expect.set_options(timeout=PATIENCE_MS)
PAGE_IDS = [page.id for page in PAGES]

#: The state alone flips some 40 ms after a press: nothing may have moved for a while as well.
_SETTLED = """
(patience) => new Promise((done, failed) => {
  const unfinished = '[data-stale="true"], [data-testid="stSkeleton"]';
  const rests = () => document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    && !document.querySelector(unfinished);
  const name = (node) => node.dataset?.testid || node.tagName || node.parentElement?.tagName || node.nodeName;
  let quiet, moved = [];
  const state = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    return JSON.stringify({ script: app ? app.dataset.testScriptState : "no app", online: navigator.onLine,
      connection: app?.dataset.testConnectionState, unfinished: [...document.querySelectorAll(unfinished)].map(name),
      moved_last: moved, says: document.body?.innerText.slice(0, 300) });
  };
  const limit = setTimeout(() => {
    watching.disconnect(); clearTimeout(quiet);
    failed(new Error("the page does not come to rest: " + state()));
  }, patience);
  const wait = (changes) => {
    if (changes) moved = [...moved, ...changes.map((c) => `${name(c.target)} ${c.attributeName || c.type}`)].slice(-8);
    clearTimeout(quiet); quiet = setTimeout(look, 120);
  };
  const watching = new MutationObserver(wait);
  const look = () => {
    if (!rests()) return wait();
    watching.disconnect(); clearTimeout(limit); done();
  };
  watching.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
  wait();
})
"""

#: The words that a person sees, by what shows them. Icons are ligatures: their names are not seen.
_WORDS = """
(skip) => {
  const said = [];
  const left_out = ["[translate=no]", "[role=img]", "[data-testid=stSkipToContent]", "[data-testid=stStatusWidget]",
                    "script", "style", "template", "noscript", ...skip].join(",");
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement, text = walk.currentNode.data.trim();
    if (text && !parent.closest(left_out) && parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      said.push(text);
  }
  for (const typed of document.querySelectorAll("input, textarea")) {
    if (typed.closest(left_out) || !typed.checkVisibility()) continue;
    if (typed.type !== "checkbox" && typed.type !== "radio") said.push(typed.value || typed.placeholder);
  }
  return said;
}
"""


class Visitor:
    """One browser window on one server."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.asked: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("pageerror", lambda error: self.wrong.append(f"script error: {error}"))
        page.on("dialog", self._refuse)

    def _refuse(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def strangers(self) -> list[str]:
        """Every address asked for that is not on the own server."""
        own = urlsplit(self.base).netloc
        return [
            url
            for url in self.asked
            if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).netloc != own
        ]

    # Looking

    @property
    def main(self) -> Locator:
        """The page beside the navigation."""
        return self.page.get_by_test_id("stMain")

    @property
    def navigation(self) -> Locator:
        """The list of pages."""
        return self.page.get_by_test_id("stSidebarNav")

    @property
    def light(self) -> FrameLocator:
        """The light form that the office's screen shows."""
        frame = self.page.frame_locator("iframe").first
        expect(frame.locator("h1")).to_be_visible()
        return frame

    @property
    def map(self) -> FrameLocator:
        """The frame in which folium draws."""
        return self.page.frame_locator('iframe[src*="streamlit_folium"]')

    def open(self, page_id: str = "overview", **query: str) -> Visitor:
        """Open a page by its address, as from a link, and wait until it stands."""
        # The first page is the app's root.
        path = "" if page_id == PAGE_IDS[0] else page_id
        words = urlencode({k: v for k, v in query.items() if v})
        self.page.goto(f"{self.base}/{path}{'?' + words if words else ''}")
        self.sees_title(BY_ID[page_id].title(query.get("lang", "th")))
        return self

    def goes(self, page_id: str, language: str = "th") -> Visitor:
        """Go to another page by the navigation."""
        title = BY_ID[page_id].title(language)
        self.navigation.get_by_text(title, exact=True).click()
        self.sees_title(title)
        return self

    def sees_title(self, title: str) -> None:
        """The page with this title stands, and nothing on it is still being worked out."""
        expect(self.main.get_by_role("heading", level=1)).to_have_text(title)
        self.settled()

    def settled(self) -> None:
        """Wait until the server has nothing more to say and nothing moves."""
        self.page.evaluate(_SETTLED, REST_MS)

    def sees(self, *texts: str) -> None:
        """Each text stands somewhere on the page."""
        for text in texts:
            expect(self.main.get_by_text(text).first).to_be_visible()

    def misses(self, *texts: str) -> None:
        """None of the texts stands on the (settled) page."""
        self.settled()
        for text in texts:
            expect(self.main.get_by_text(text)).to_have_count(0)

    def words(self, skip: tuple[str, ...] = ()) -> list[str]:
        """Every piece of text that a person sees, outside of what matches `skip`."""
        self.settled()
        found: list[str] = self.page.evaluate(_WORDS, list(skip))
        return found

    # Doing

    def widget(self, kind: str, label: str) -> Locator:
        """A widget (``stTextInput`` …) by the label that people read."""
        name = self.page.get_by_test_id("stWidgetLabel").filter(
            has_text=re.compile(rf"^\s*{pattern(label)}(\s*\([^)]*\))?(\s*\*)?\s*$")
        )
        return self.main.get_by_test_id(kind).filter(has=name)

    def box(self, label: str) -> Locator:
        """The place to type in, one line."""
        return self.widget("stTextInput", label).get_by_role("textbox")

    def area(self, label: str) -> Locator:
        """The place to type in, many lines."""
        return self.widget("stTextArea", label).get_by_role("textbox")

    def list_box(self, label: str) -> Locator:
        """A list to choose from."""
        return self.widget("stSelectbox", label).get_by_role("combobox")

    def types(self, label: str, text: str) -> None:
        """Type and leave the field."""
        self.box(label).fill(text)
        self.box(label).press("Tab")
        self.settled()

    def types_first(self, label: str, text: str) -> None:
        """The same into the first of several places with this label."""
        place = self.box(label).first
        place.fill(text)
        place.press("Tab")
        self.settled()

    def chooses(self, label: str, option: str) -> None:
        """Pick one of a list, whose words begin so."""
        # Long lists draw only what is in sight: people scroll or type, here it is typed.
        self.list_box(label).click()
        self.list_box(label).fill(option)
        begins = re.compile(rf"^\s*{pattern(option)}")
        wanted = self.page.get_by_role("option").filter(has_text=begins).first
        try:
            wanted.wait_for(timeout=3000)
        except TimeoutError:
            # A list closes when its page scrolls; people open it again.
            self.list_box(label).press("ArrowDown")
        wanted.click()
        expect(self.list_box(label)).to_have_value(begins)
        self.settled()

    def presses(self, name: str) -> None:
        """Press the button with exactly these words."""
        self.button(name).click()

    def button(self, name: str) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button").filter(has=self.page.get_by_text(name, exact=True))


def has_thai_letters(place: Page | Locator) -> bool:
    """Whether a page, or the frame that an element is in, brought its own: else a bare computer draws boxes."""
    loaded = "[...document.fonts].some((f) => f.family.includes('Sarabun') && f.status === 'loaded')"
    return bool(place.evaluate(f"() => document.fonts.ready.then(() => {loaded})"))


def pattern(text: str) -> str:
    """The text as part of a regular expression; Playwright stumbles over slashes and quotes there."""
    return re.sub(r"[^\w\s]", ".", text)


def overflow(visitor: Visitor) -> dict[str, Any]:
    """How wide the page's contents are, and what reaches over its right edge."""
    found: dict[str, Any] = visitor.page.evaluate(
        """() => {
          const main = document.querySelector("[data-testid=stMain]");
          const wide = [...main.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 5).map((e) => `${e.tagName} ${e.dataset.testid || ""} ${e.innerText?.slice(0, 60) || ""}`);
          return { document: document.documentElement.scrollWidth, main: main.scrollWidth, window: innerWidth,
                   room: main.clientWidth, wide };
        }"""
    )
    return found
