"""Every word on every screen stands out from its ground as WCAG AA asks, on paper-white and on the dark ground."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.servers import Server
from tests.browser.visitor import PAGE_IDS

#: Words whose contrast is below 4.5 (large ones: 3): what shows them, its colour, the contrast, the words.
_FAINT = """
() => {
  const light = (c) => {
    const [r, g, b] = c.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const read = (said) => {
    const plain = said.match(/rgba?\\(([^)]+)\\)/), wide = said.match(/color\\(srgb ([^)]+)\\)/);
    const parts = (plain || wide)?.[1].split(/[ ,/]+/).map(Number);
    return parts && [...parts.slice(0, 3).map((v) => wide ? v * 255 : v), parts[3] ?? 1];
  };
  const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3]));
  const ground = (el) => {
    const layers = [];
    for (let node = el; node; node = node.parentElement) {
      const colour = read(getComputedStyle(node).backgroundColor);
      if (colour && colour[3] > 0) layers.push(colour);
      if (colour && colour[3] >= 1) break;
    }
    return layers.reverse().reduce((below, one) => over(one, below), [255, 255, 255]);
  };
  const untold = "script,style,noscript,template,[aria-hidden=true],[disabled],[aria-disabled=true],[data-testid=stStatusWidget]";
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let told = 0;
  while (walk.nextNode()) {
    const el = walk.currentNode.parentElement, text = walk.currentNode.data.trim();
    if (!text || el.closest(untold) || !el.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const look = getComputedStyle(el), said = el.closest("svg") ? look.fill : look.color, ink = read(said);
    if (!ink) continue;
    told += 1;
    for (let node = el; node; node = node.parentElement) ink[3] *= parseFloat(getComputedStyle(node).opacity);
    const below = ground(el), [a, b] = [light(over(ink, below)), light(below)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), size = parseFloat(look.fontSize);
    const needed = size >= 24 || (look.fontWeight >= 700 && size >= 18.66) ? 3 : 4.5;
    const shower = el.closest("[data-testid]")?.dataset.testid;
    if (contrast < needed - 0.02) found.push(`${shower} ${said} ${contrast.toFixed(2)} ${text.slice(0, 40)}`);
  }
  return [told, found];
}
"""


def faint_words(page: Page) -> list[str]:
    """Words that cannot be read well; the page must have some at all."""
    told, found = page.evaluate(_FAINT)
    assert told > 20
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_every_screen_in_both_themes(country: Server, visit: Visit, ground: str) -> None:
    visitor = visit(country, color_scheme=ground, viewport={"width": 1366, "height": 768})
    faint = {}
    for page_id in PAGE_IDS:
        visitor.open(page_id, world="practice", region="N")
        visitor.settled()
        if words := faint_words(visitor.page):
            faint[page_id] = words
    assert faint == {}


def test_a_faint_word_would_be_noticed(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("strategy")
    visitor.page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<p style=\"color:#999;background:#fff\">จาง</p>')"
    )
    assert any("จาง" in words for words in faint_words(visitor.page))
