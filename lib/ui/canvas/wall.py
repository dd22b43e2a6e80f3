"""The board as one piece of HTML: nine boxes that a whole hall can read, drawn once for everyone.

Upper half: what for (1–5). Lower half: how (6–9). Type is as large as what stands in the fullest
box allows, and never smaller than can be read from ten metres; then the rest is counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.canvas import yearly
from lib.domain.canvas_months import first_month, span_name
from lib.insight.canvas.board import Board
from lib.ui.canvas.numbers import figures
from lib.ui.canvas.steps import STEPS
from lib.ui.canvas.trades import trade_words
from lib.ui.frame.safe import as_html
from lib.ui.frame.shell import Here
from lib.ui.frame.speech import Words

#: Width of the screen that one unit of type takes on a projector, per cent.
_SCREEN_SHARE = 0.9
#: Lines that a box shows before it counts the rest.
MOST = 9
_STYLE = """<style>
.cv { display: grid; grid-template-columns: repeat(12, 1fr); gap: .6em; font-size: var(--cv-size); line-height: 1.5; }
.cv section { color: #16302f; background: #fff; border: 1px solid #cfd9d6; border-top: .3em solid var(--c); border-radius: .4em; padding: .45em .7em .6em; min-width: 0; }
.cv h3 { font-size: 1.05em; margin: 0 0 .2em; padding: 0; color: var(--c); font-weight: 700; line-height: 1.6; }
.cv h3 b { display: inline-block; min-width: 1.6em; height: 1.6em; line-height: 1.6em; text-align: center; border-radius: 50%; background: var(--c); color: #fff; margin-right: .4em; }
.cv ul { margin: 0; padding-left: 1.1em; font-size: 1em; } .cv li { margin: 0; padding: 0; font-size: 1em; overflow-wrap: anywhere; }
.cv small { color: #4c605e; font-size: .82em; } .cv .none { color: #4c605e; font-style: normal; }
.cv .free { color: #2f7d4f; font-weight: 600; }
.cv-name { grid-column: span 12; margin: 0; font-size: 1.5em; font-weight: 700; line-height: 1.6; } .cv .cv-name small { color: inherit; opacity: .75; font-weight: 400; }
.cv-top { grid-column: span 3; } .cv-wide { grid-column: span 12; } .cv-low { grid-column: span 3; }
.cv-wide ul { columns: 3; column-gap: 2em; }
@media (max-width: 760px) { .cv { display: block; font-size: 1rem; } .cv section { margin-bottom: .6em; } .cv-wide ul { columns: 1; } }
</style>"""


def wall(here: Here, board: Board) -> str:
    """The nine boxes. Every text is escaped."""
    praise = free_line(here.say, board)
    boxes = [_box(here, n, lines, praise if n == 9 else "") for n, lines in sorted(box_lines(here.say, board).items())]
    wanted = _size(board, large=here.projector)
    # On a projector type grows and shrinks with the screen, so that all nine boxes stay on it.
    size = f"{wanted * _SCREEN_SHARE:.2f}vw" if here.projector else f"{wanted:.2f}rem"
    name = f'<p class="cv-name">{as_html(board.canvas.name)} <small>{as_html(board.group)}</small></p>'
    head = name if here.projector else ""
    return f'{_STYLE}<div class="cv" style="--cv-size: {size}">{head}{"".join(boxes)}</div>'


def _size(board: Board, *, large: bool) -> float:
    """Type size in rem: fewer words, larger type."""
    most = max((sum(len(t) // 22 + 1 for t, _ in lines[:MOST]) for lines in _plain(board).values()), default=1)
    wanted = 1.5 - 0.055 * max(0, most - 3)
    return max(0.95 if large else 0.8, min(1.5 if large else 1.0, wanted))


def _plain(board: Board) -> dict[int, list[tuple[str, str]]]:
    found = {n: [(i.text, "") for i in board.plan.of_step(n)] for n in range(1, 6)}
    found[6] = [(a.text, "") for a in board.plan.activities]
    return found


def box_lines(say: Words, board: Board) -> dict[int, list[tuple[str, str]]]:
    """What stands in each box: (line, small print), in the words of the language."""
    plan, head = board.plan, board.canvas
    first = first_month(head.year, head.first_month)
    names = {a.id: a.text for a in plan.activities}
    found: dict[int, list[tuple[str, str]]] = {n: [(i.text, "") for i in plan.of_step(n)] for n in range(1, 5)}
    found[5] = []
    for item in plan.of_step(5):
        worth = yearly(item)
        kind = say("ลดรายจ่าย") if item.gain == "saving" else say("ได้เพิ่ม")
        told = say("{kind} {n} บาท/ปี", kind=kind, n=figures(worth)) if worth else kind
        found[5].append((item.text, told))
    found[5] += [trade_words(say, board, trade) for trade in board.trades]
    found[6] = [
        (a.text, " · ".join(p for p in (span_name(first, a.from_month, a.to_month, say.language), a.owner) if p))
        for a in plan.activities
    ]
    found[7] = [(a.text, "") for a in plan.activities if a.alone]
    found[8] = [(p.text, p.gives or names.get(p.activity, "")) for p in plan.partners]
    found[9] = [
        (c.text, say("{n} บาท", n=figures(c.amount)) if c.amount else names.get(c.activity, "")) for c in plan.costs
    ]
    return found


def free_line(say: Words, board: Board) -> str:
    """How many activities need no money: good news for box 9; '' when all do."""
    free = len(board.plan.free)
    return say("{n} กิจกรรมไม่ใช้เงิน", n=free) if free else ""


def _box(here: Here, number: int, lines: Sequence[tuple[str, str]], praise: str = "") -> str:
    one = STEPS[number - 1]
    place = "cv-wide" if number == 5 else "cv-top" if number < 5 else "cv-low"
    shown = "".join(_line(text, small) for text, small in lines[:MOST])
    if praise:
        shown += f'<li class="free">{as_html(praise)}</li>'
    if len(lines) > MOST:
        shown += f"<li><small>{as_html(here.say('และอีก {n} ข้อ', n=len(lines) - MOST))}</small></li>"
    body = f"<ul>{shown}</ul>" if shown else f'<span class="none">{as_html(here.say("ยังไม่มี"))}</span>'
    return (
        f'<section class="{place}" style="--c: {one.colour}">'
        f"<h3><b>{number}</b>{as_html(one.short(here.language))}</h3>{body}</section>"
    )


def _line(text: str, small: str) -> str:
    told = f" <small>{as_html(small)}</small>" if small else ""
    return f"<li>{as_html(text)}{told}</li>"
