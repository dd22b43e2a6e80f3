"""An area's map on a slide: each province a shape that people go on editing, with its figure in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lib.domain.thai_number import format_number
from lib.export.area_map import EDGE, LIGHT_FROM, AreaMap, MapPart

if TYPE_CHECKING:
    from pptx.slide import Slide as Page

#: The room on a slide (inches): left, top, width, height.
_ROOM: Final = (0.6, 1.3, 12.1, 6.0)
#: Units of a slide in an inch.
_INCH: Final = 914400


def draw_map(slide: Page, drawn: AreaMap, face: str) -> None:
    """The map as large as the slide has room for. `face`: the font of its figures."""
    left, top, wide, tall = _ROOM
    scale = min(wide / drawn.box[2], tall / drawn.box[3])
    at = (left + (wide - drawn.box[2] * scale) / 2, top)
    for part in sorted(drawn.parts, key=lambda p: p.within):
        _shape(slide, part, drawn, scale, at)
    for part in drawn.parts:
        if part.within and part.heard:
            _figure(slide, part, drawn, (scale, *at), face)


def _shape(slide: Page, part: MapPart, drawn: AreaMap, scale: float, at: tuple[float, float]) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Emu, Pt

    unit = scale * _INCH
    # Corners are whole numbers in a freeform: thousandths of a degree.
    rings = [
        [(round((x - drawn.box[0]) * 1000), round((y - drawn.box[1]) * 1000)) for x, y in ring] for ring in part.rings
    ]
    outline = slide.shapes.build_freeform(*rings[0][0], scale=unit / 1000)
    for number, ring in enumerate(rings):
        if number:
            outline.move_to(*ring[0])
        outline.add_line_segments(ring[1:], close=True)
    shape = outline.convert_to_shape(Emu(round(at[0] * _INCH)), Emu(round(at[1] * _INCH)))
    shape.name = part.name
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(part.colour.removeprefix("#").upper())
    shape.line.color.rgb, shape.line.width = RGBColor.from_string(EDGE.removeprefix("#").upper()), Pt(0.5)
    shape.shadow.inherit = False


def _figure(slide: Page, part: MapPart, drawn: AreaMap, placed: tuple[float, float, float], face: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches, Pt

    scale, left, top = placed
    x, y = drawn.place_of(part)
    wide, tall = 0.6, 0.26
    at = left + x * drawn.box[2] * scale - wide / 2, top + y * drawn.box[3] * scale - tall / 2
    frame = slide.shapes.add_textbox(Inches(at[0]), Inches(at[1]), Inches(wide), Inches(tall)).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    run = paragraph.add_run()
    few = sum(p.within for p in drawn.parts) <= 24
    run.text, run.font.size, run.font.bold, run.font.name = format_number(part.count), Pt(14 if few else 9), True, face
    run.font.color.rgb = RGBColor.from_string("FFFFFF" if part.shade >= LIGHT_FROM else "16302F")
