"""Every word on every screen can be read: contrast as WCAG AA asks, in both themes, from a phone to the wall;
so can the marks of every chart, grid and map (3 to 1); no tone mark is cut off; magnified to 200 % a figure stands in the first fold.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.measuring import LIGHT
from tests.browser.servers import Server
from tests.browser.visitor import PAGE_IDS

#: Words whose contrast is below 4.5 (large ones, and of buttons that are off: 3): what shows them, its colour, the contrast, the words.
_FAINT = (
    """
() => {"""
    + LIGHT
    + """
  const untold = "script,style,noscript,template,[aria-hidden=true],[data-testid=stStatusWidget]";
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
    // What cannot be pressed now may be quieter, and is readable all the same.
    const off = el.closest(":disabled, [aria-disabled=true]") !== null;
    const needed = off || size >= 24 || (look.fontWeight >= 700 && size >= 18.66) ? 3 : 4.5;
    const shower = el.closest("[data-testid]")?.dataset.testid;
    if (contrast < needed - 0.02) found.push(`${shower} ${said} ${contrast.toFixed(2)} ${text.slice(0, 40)}`);
  }
  return [told, found];
}
"""
)
#: Marks of charts, grids and maps that do not stand out by 3 from what is behind them, neither by their face nor by
#: their outline: where they are, face, outline, the better contrast.
_PALE = (
    """
() => {"""
    + LIGHT
    + """
  const marks = "[class*=mark-rect] > path, [class*=mark-symbol] > path, [class*=mark-line] > path, [class*=mark-rule] > line,"
    + "[class*=mark-area] > path, [class*=mark-arc] > path, [class*=mark-shape] > path";
  const charts = [...document.querySelectorAll("[data-testid=stVegaLiteChart] svg")].flatMap((svg) => [...svg.querySelectorAll(marks)]);
  const found = [];
  let told = 0;
  for (const el of [...charts, ...document.querySelectorAll("path.leaflet-interactive, .thun-grid i, .thun-grid-key i, .thun-marks i")]) {
    const look = getComputedStyle(el), box = el.getBoundingClientRect(), svg = el.closest("svg");
    if (!el.checkVisibility({ visibilityProperty: true }) || box.width + box.height < 3 || el.closest(".role-axis-grid, .role-axis")) continue;
    let through = 1;
    for (let node = el; node && node !== document; node = node.parentElement) through *= parseFloat(getComputedStyle(node).opacity);
    if (through === 0) continue;
    const below = ground(svg ? svg.parentElement : el.parentElement), behind = light(below);
    const contrast = (said, more) => {
      const ink = read(said);
      if (!ink || ink[3] === 0) return 1;
      ink[3] *= through * more;
      const a = light(over(ink, below));
      return (Math.max(a, behind) + 0.05) / (Math.min(a, behind) + 0.05);
    };
    const face = svg ? look.fill : look.backgroundColor, outline = svg ? look.stroke : look.borderColor;
    if (face === "none" && outline === "none") continue;
    told += 1;
    const best = Math.max(
      contrast(face, svg ? parseFloat(look.fillOpacity) : 1),
      outline === "none" || parseFloat(svg ? look.strokeWidth : look.borderWidth) === 0 ? 1 : contrast(outline, svg ? parseFloat(look.strokeOpacity) : 1));
    if (best < 2.98) found.push(`${el.parentElement.getAttribute("class")} ${el.getAttribute("aria-label") ?? ""} ${face} ${outline} ${best.toFixed(2)}`);
  }
  return [told, found];
}
"""
)

#: Words in boxes, buttons and lists whose ink is cut off above or below: what clips them, by how many pixels, the words.
_CUT = """
() => {
  const pen = document.createElement("canvas").getContext("2d"), found = [];
  let told = 0;
  const look = (el, text, box, inset) => {
    const css = getComputedStyle(el);
    pen.font = `${css.fontStyle} ${css.fontWeight} ${css.fontSize} ${css.fontFamily}`;
    const m = pen.measureText(text), middle = box.top + box.height / 2;
    const base = middle + (m.fontBoundingBoxAscent - m.fontBoundingBoxDescent) / 2;
    const top = base - m.actualBoundingBoxAscent, bottom = base + m.actualBoundingBoxDescent;
    told += 1;
    for (let node = el; node && node !== document.body; node = node.parentElement) {
      const own = getComputedStyle(node);
      if (!inset && own.overflowY !== "hidden" && own.overflowY !== "clip") continue;
      const clip = node.getBoundingClientRect();
      // What is folded away is no box of a word.
      if (clip.height < 10 || clip.height > 90) { if (inset) return; continue; }
      const cut = Math.max(clip.top - top, bottom - clip.bottom);
      if (cut > 0.6) found.push(`${el.closest("[data-testid]")?.dataset.testid} ${cut.toFixed(1)} px ${text.slice(0, 40)}`);
      if (inset) return;
    }
  };
  const seen = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  for (const el of document.querySelectorAll("input, textarea")) {
    const text = el.value || el.placeholder;
    if (text && seen(el) && !/hidden|range|checkbox|radio|file/.test(el.type) && el.tagName === "INPUT")
      look(el, text, el.getBoundingClientRect(), true);
  }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const el = walk.currentNode.parentElement, text = walk.currentNode.data.trim();
    if (!text || !el || el.closest("svg,script,style,noscript,[aria-hidden=true]") || !seen(el)) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    const rects = [...range.getClientRects()].filter((r) => r.width > 2);
    // Of words that go over several lines each line would have to be known.
    if (rects.length === 1) look(el, text, rects[0], false);
  }
  return [told, found];
}
"""
#: The largest figure in the first fold, px; 0 for none.
_FIGURE = """
() => Math.max(0, ...[...document.querySelectorAll("[data-testid=stMain] *")].filter((el) => {
  const box = el.getBoundingClientRect();
  return !el.children.length && /^[\\d,]+(\\/\\d+)?$/.test(el.textContent.trim()) && box.top >= 0 && box.bottom <= innerHeight
    && el.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}).map((el) => parseFloat(getComputedStyle(el).fontSize)))
"""
#: An office's screen, the wall's, a phone, and the office's at 200 %.
OFFICE, WALL, PHONE, MAGNIFIED = (1366, 768), (1920, 1080), (390, 844), (683, 384)
#: The bar with the choice of place and month, px.
_BAR = "() => document.querySelector('.st-key-scope')?.getBoundingClientRect().height ?? 0"
BAR_PX = 44
#: What the bar may take of a phone's 844 px.
BAR_ON_A_PHONE_PX = 150
#: Pages with a chart, a grid or a map.
DRAWN = ("overview", "area", "progress", "networks", "centres")
#: Pages that say a figure first.
FIGURE_FIRST = ("overview", "area")


def faint_words(page: Page) -> list[str]:
    """Words that cannot be read well; the page must have some at all."""
    told, found = page.evaluate(_FAINT)
    assert told > 20
    return list(dict.fromkeys(found))


def pale_marks(page: Page) -> tuple[int, list[str]]:
    """How many marks charts, grids and maps have, and those that can hardly be told from the ground."""
    told, found = 0, list[str]()
    for frame in page.frames:
        counted, pale = frame.evaluate(_PALE)
        told, found = told + counted, [*found, *pale]
    return told, list(dict.fromkeys(found))


def cut_words(page: Page) -> list[str]:
    """Words of which something is cut off; the page must have some at all."""
    told, found = page.evaluate(_CUT)
    # Words on one line only: of a short page on a phone, whose navigation is folded away, seven.
    assert told > 4
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("ground", "sizes"), [("light", (OFFICE, WALL, PHONE, MAGNIFIED)), ("dark", (OFFICE, WALL, PHONE))]
)
def test_every_screen_in_both_themes(
    country: Server, visit: Visit, ground: str, sizes: tuple[tuple[int, int], ...]
) -> None:
    visitor = visit(country, color_scheme=ground, viewport={"width": OFFICE[0], "height": OFFICE[1]})
    amiss: dict[str, list[str]] = {}
    measured: dict[str, int] = {}
    for page_id in PAGE_IDS:
        visitor.open(page_id, world="practice", region="N")
        for width, height in sizes:
            visitor.page.set_viewport_size({"width": width, "height": height})
            visitor.settled()
            if words := [*faint_words(visitor.page), *cut_words(visitor.page)]:
                amiss[f"{page_id} {width}"] = words
            marks, pale = pale_marks(visitor.page)
            if pale:
                amiss[f"{page_id} {width} marks"] = pale
            measured[page_id] = max(measured.get(page_id, 0), marks)
            if width >= OFFICE[0] and visitor.page.evaluate(_BAR) > BAR_PX:
                amiss[f"{page_id} {width} bar"] = ["too high"]
            if (width, height) == PHONE and visitor.page.evaluate(_BAR) > BAR_ON_A_PHONE_PX:
                amiss[f"{page_id} {width} bar"] = ["too high"]
            if (width, height) == MAGNIFIED and page_id in FIGURE_FIRST and visitor.page.evaluate(_FIGURE) < 24:
                amiss[f"{page_id} {width} first fold"] = ["no figure"]
        visitor.page.set_viewport_size({"width": OFFICE[0], "height": OFFICE[1]})
    assert amiss == {}
    assert all(measured[page_id] > 10 for page_id in DRAWN), measured


#: Where the header ends, where the bar begins, the bar's ground and the page's, and what lies on top of the bar's middle.
_UNDER_THE_HEADER = """() => {
  const bar = document.querySelector(".st-key-scope"), box = bar.getBoundingClientRect();
  const on_top = [0.05, 0.5, 0.95].map((y) => document.elementFromPoint(box.left + box.width * 0.3, box.top + box.height * y));
  return [document.querySelector("[data-testid=stHeader]").getBoundingClientRect().bottom, box.top,
    getComputedStyle(bar).backgroundColor, getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor,
    on_top.every((el) => bar.contains(el)), document.querySelector("[data-testid=stMain]").scrollTop];
}"""


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_the_bar_stands_whole_below_the_header_wherever_one_scrolls(country: Server, visit: Visit, ground: str) -> None:
    visitor = visit(country, color_scheme=ground, viewport={"width": OFFICE[0], "height": OFFICE[1]})
    visitor.open("overview", world="practice")
    visitor.main.evaluate("(main) => main.scrollTo(0, 400)")
    visitor.settled()
    header, top, colour, page_colour, whole, scrolled = visitor.page.evaluate(_UNDER_THE_HEADER)
    assert scrolled > 200
    assert top == pytest.approx(header, abs=1)
    assert colour == page_colour, "nothing shows through"
    assert whole


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_what_cannot_be_pressed_can_be_read(country: Server, visit: Visit, ground: str) -> None:
    visitor = visit(country, color_scheme=ground).open("area", world="practice", region="NE")
    waiting = visitor.button("ตรวจรับรอง: หลักฐานยืนยันจริง")
    expect(waiting).to_be_disabled()
    assert faint_words(visitor.page) == []


def test_a_faint_word_would_be_noticed(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("strategy")
    visitor.page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<p style=\"color:#999;background:#fff\">จาง</p>')"
    )
    assert any("จาง" in words for words in faint_words(visitor.page))


def test_a_pale_mark_would_be_noticed(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("networks", world="practice")
    assert pale_marks(visitor.page)[1] == []
    visitor.page.evaluate("document.querySelector('.thun-grid i').style.cssText = 'border-color:#ccc;background:#eee'")
    assert len(pale_marks(visitor.page)[1]) == 1


def test_a_cut_tone_mark_would_be_noticed(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("strategy")
    visitor.page.evaluate(
        """document.querySelector('h1').insertAdjacentHTML('afterend',
        '<div style="overflow:hidden;height:14px;font-size:16px;line-height:14px"><span>ซื้อ จั๊บ ปู่</span></div>'
        + '<input style="height:13px;font-size:16px;padding:0" value="ที่ปู่">')"""
    )
    assert len([words for words in cut_words(visitor.page) if "ปู่" in words]) == 2
