"""Whoever goes by the keyboard sees a ring around what has the focus, in both themes, and is past the menu in one press."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.measuring import LIGHT
from tests.browser.servers import Server

#: What has the focus, and whether a ring of at least 2 px that stands out by 3 is around it or around its box.
_RING = (
    """() => {"""
    + LIGHT
    + """
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  const box = el.getBoundingClientRect();
  const about = `${el.tagName} ${el.closest("[data-testid]")?.dataset.testid} ${(el.innerText || el.ariaLabel || el.title || "").slice(0, 30)}`;
  let node = el, ring = 0;
  for (let n = 0; node && n !== 5; n += 1, node = node.parentElement) {
    const css = getComputedStyle(node), colour = read(css.outlineColor);
    if (css.outlineStyle === "none" || parseFloat(css.outlineWidth) < 2 || !colour) continue;
    const below = ground(parseFloat(css.outlineOffset) < 0 ? node : node.parentElement ?? node);
    const [a, b] = [light(over(colour, below)), light(below)];
    ring = Math.max(ring, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return [about, ring, box.width > 0];
}"""
)
#: As many presses as reach the end of a page's own things.
_PRESSES = 70
_PAGES = ("overview", "networks", "imports", "tambon", "about")


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_everything_that_can_have_the_focus_shows_it(country: Server, visit: Visit, ground: str) -> None:
    visitor = visit(country, color_scheme=ground)
    bare: dict[str, list[str]] = {}
    kinds: set[str] = set()
    for page_id in _PAGES:
        visitor.open(page_id, world="practice")
        for _ in range(_PRESSES):
            visitor.page.keyboard.press("Tab")
            focus = visitor.page.evaluate(_RING)
            if focus is None:
                break
            about, ring, seen = focus
            kinds.add(" ".join(about.split(" ")[:2]))
            if seen and ring < 3:
                bare.setdefault(page_id, []).append(f"{about} {ring:.1f}")
    assert bare == {}
    assert {"A stSidebarNavLink", "INPUT stSelectbox", "INPUT stTextInputField", "SUMMARY stExpander"} <= kinds, kinds


def test_a_missing_ring_would_be_noticed(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("strategy")
    visitor.page.add_style_tag(content="[data-testid=stSidebarNavLink]:focus-visible { outline: none !important; }")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate(_RING)[1] == 0


def test_one_press_leads_past_the_menu(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("about")
    visitor.page.keyboard.press("Tab")
    skip = visitor.page.get_by_test_id("stSkipToContent")
    expect(skip).to_be_focused()
    expect(skip).to_have_text("ข้ามเมนูไปที่เนื้อหา")
    expect(skip).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    inside = "() => !!document.activeElement.closest('[data-testid=stMain]')"
    assert visitor.page.evaluate(inside)
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate(inside), "the next stop is the page's own"
