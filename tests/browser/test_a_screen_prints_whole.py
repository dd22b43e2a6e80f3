"""Every main screen comes out of the printer whole, on A4, without what can only be pressed."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests.browser.conftest import Visit
from tests.browser.servers import Server
from tests.browser.visitor import Visitor

#: The width of A4 less its margins, px.
_PAGE = 703
#: What reaches over the edge of the paper, what is cut by a window of its own, and what can only be pressed.
_AMISS = """(wide) => {
  const main = document.querySelector("[data-testid=stMain]");
  const seen = [...main.querySelectorAll("*")].filter((el) => !el.closest("svg *, iframe, [aria-hidden=true]") && el.checkVisibility() && el.getBoundingClientRect().width > 1);
  const name = (el) => `${el.tagName} ${el.dataset.testid ?? el.className} ${el.innerText?.slice(0, 30) ?? ""}`;
  const over = seen.filter((el) => el.getBoundingClientRect().right > wide + 1);
  const cut = seen.filter((el) => el.clientHeight > 30 && el.scrollHeight > el.clientHeight + 4 && getComputedStyle(el).overflowY !== "visible");
  const pressed = seen.filter((el) => el.matches("button, [role=button]") && !el.matches("[data-selected=true], .stTooltipHoverTarget *"));
  return [over.slice(0, 3).map(name), cut.slice(0, 3).map(name), pressed.slice(0, 3).map(name)];
}"""


#: Letters that bear no mark: those with one are written twice in a PDF, or in another order.
_PLAIN = re.compile(r"[ก-ฮะาเแโใไ]{4,}")


def plain(names: list[str]) -> list[str]:
    """Those that can be looked for in a PDF."""
    return [name for name in names if _PLAIN.fullmatch(name.strip())]


def printed(visitor: Visitor, file: Path) -> list[str]:
    """The words of each page of paper, without spaces. Only plain letters come back as they went."""
    visitor.page.pdf(path=file, format="A4", print_background=True)
    with pdfium.PdfDocument(file) as paper:
        return [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in paper]


@pytest.mark.parametrize("page_id", ["overview", "area", "progress", "networks", "centres", "tambon", "results"])
def test_a_screen_on_paper(country: Server, visit: Visit, tmp_path: Path, page_id: str) -> None:
    visitor = visit(country, viewport={"width": 1366, "height": 768}).open(page_id, world="practice")
    folded = [re.split(r"\s+", text) for text in visitor.main.locator("details").all_text_contents()]
    visitor.page.emulate_media(media="print")
    visitor.page.set_viewport_size({"width": _PAGE, "height": 1000})
    visitor.settled()
    over, cut, pressed = visitor.page.evaluate(_AMISS, _PAGE)
    assert (over, cut, pressed) == ([], [], [])
    pages = printed(visitor, tmp_path / "screen.pdf")
    words = "".join(pages)
    assert len(words) > 100
    for text in folded:
        assert all(word in words for word in plain(text)), "what was folded is printed as well"


def test_the_grid_and_the_ranking_go_over_pages_with_their_heads(country: Server, visit: Visit, tmp_path: Path) -> None:
    visitor = visit(country, viewport={"width": 1366, "height": 768}).open("networks", world="practice")
    provinces = visitor.main.locator(".thun-grid tbody th").all_text_contents()
    assert len(provinces) == 76
    visitor.page.emulate_media(media="print")
    pages = printed(visitor, tmp_path / "grid.pdf")
    sought, words = plain(provinces), "".join(pages)
    assert len(sought) > 10
    assert [name for name in sought if name not in words] == []
    # As the letters of “ชื่อจังหวัด” come back.
    heads = [n for n, page in enumerate(pages) if re.search("ชื่อ(ชื่)?จังหวัด(ภาค|มีที)", page)]
    assert len(heads) >= 3, "each page that a table goes on to says what its columns are"


def test_the_last_province_of_the_ranking_is_on_paper(country: Server, visit: Visit, tmp_path: Path) -> None:
    visitor = visit(country, viewport={"width": 1366, "height": 768}).open("progress", world="practice")
    names = visitor.main.locator("[data-testid=stVegaLiteChart] .role-axis-label text").all_text_contents()
    visitor.page.emulate_media(media="print")
    words = "".join(printed(visitor, tmp_path / "ranking.pdf"))
    assert len(names) > 60
    # A bar's label is its province and how many.
    sought = [name for name in (label.split(" ")[0] for label in names) if _PLAIN.fullmatch(name)]
    assert len(sought) > 10
    assert [name for name in sought if name not in words] == []


def test_a_dark_screen_prints_ink_on_white(country: Server, visit: Visit, tmp_path: Path) -> None:
    visitor = visit(country, color_scheme="dark").open("overview", world="practice")
    visitor.page.emulate_media(media="print")
    printed(visitor, tmp_path / "dark.pdf")
    with pdfium.PdfDocument(tmp_path / "dark.pdf") as paper:
        picture = paper[0].render(scale=1).to_pil().convert("L")
    dots = picture.histogram()
    assert sum(dots[240:]) / sum(dots) > 0.75, "toner is for words"
    assert sum(dots[:100]) > 500
