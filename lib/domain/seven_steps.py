"""Which rung of the tambon's ladder a workspace proves, and what is still lacking for the next.

Rungs and their names are an editable list; the rules here speak of the five the product ships with
(`data/reference/list_item.csv`, ``tambon_rung``). A rung that a list adds is reported by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lib.domain.sentence import Sentence, Spoken

#: Steps that have to be done, with evidence, before a tambon may be called concrete.
CONCRETE_STEPS = ("1", "2", "3", "4", "5", "6")
#: Characteristics at this level or better count as there (`tambon_choices.LEVELS`).
STANDING = 3
#: So many of the eight characteristics, in the verifier's view, make a concrete tambon.
CHARACTERISTICS_NEEDED = 6


class StepDoubt(Spoken):
    """What a step that is marked as done does not say: allowed, and told."""

    NO_DAY = "no_day", "ยังไม่บอกวันที่เสร็จ", "no day on which it was done"
    NO_RESULT = "no_result", "ยังไม่บอกผลที่ได้", "no result"
    NO_EVIDENCE = "no_evidence", "ยังไม่มีหลักฐาน", "no evidence"
    OUT_OF_ORDER = "out_of_order", "ขั้นก่อนหน้ายังไม่เสร็จ", "a step before it is not done"


def step_doubts(*, day: bool, result: bool, evidence: bool, earlier_done: bool) -> list[StepDoubt]:
    """What is worth a word about a step that is done."""
    said = {
        StepDoubt.NO_DAY: day,
        StepDoubt.NO_RESULT: result,
        StepDoubt.NO_EVIDENCE: evidence,
        StepDoubt.OUT_OF_ORDER: earlier_done,
    }
    return [doubt for doubt, there in said.items() if not there]


@dataclass(frozen=True)
class RungProof:
    """What a workspace shows. Steps by their number; indicators with a first and a last value."""

    steps_done: frozenset[str] = frozenset()
    steps_with_evidence: frozenset[str] = frozenset()
    certified: bool = False
    plan_lines: int = 0
    followed_up: int = 0
    improved: int = 0
    lessons: int = 0
    visits: int = 0
    standing_characteristics: int = 0
    released: bool = False

    def proved(self, step: str) -> bool:
        """A step that is done and has evidence."""
        return step in self.steps_done and step in self.steps_with_evidence


@dataclass(frozen=True)
class Requirement:
    """One thing that a rung asks for: the words for it, who says so, and whether a workspace shows it."""

    sentence: Sentence
    by: Sentence
    shown_by: Callable[[RungProof], bool]

    def words(self, language: str = "th") -> str:
        """What is asked for, in a language."""
        return self.sentence.text(language)


def _asks(th: str, en: str, by: Sentence, shown_by: Callable[[RungProof], bool]) -> Requirement:
    return Requirement(Sentence(th, en), by, shown_by)


_TEAM, _MEETING = Sentence("ทีมตำบลบันทึก", "the tambon's team"), Sentence("ที่ประชุม", "the meeting")
_APP, _OFFICER = Sentence("ระบบ", "the app"), Sentence("ผู้ตรวจ", "the verifier")
CERTIFIED = _asks("ที่ประชุมรับรองแผนแล้ว", "The meeting certified the plan", _MEETING, lambda p: p.certified)

#: What each rung asks for, lowest rung first.
REQUIREMENTS: Mapping[str, tuple[Requirement, ...]] = {
    "trained": (_asks("ขั้น 1 เสร็จและมีหลักฐาน", "Step 1 done, with evidence", _TEAM, lambda p: p.proved("1")),),
    "plan": (
        _asks("ขั้น 2 เสร็จและมีหลักฐาน", "Step 2 done, with evidence", _TEAM, lambda p: p.proved("2")),
        _asks("แผนมีแผนงานพร้อมตัวชี้วัด", "The plan has a line with an indicator", _TEAM, lambda p: p.plan_lines > 0),
        CERTIFIED,
    ),
    "in_use": (
        CERTIFIED,
        _asks("มีการติดตามแผนงานอย่างน้อยหนึ่งครั้ง", "At least one follow-up of the plan", _TEAM, lambda p: p.followed_up > 0),
    ),
    "spread": (
        _asks("มีบทเรียน หลักสูตร หรือสื่อ", "A lesson, curriculum or medium", _TEAM, lambda p: p.lessons > 0),
        _asks("มีคนมาเรียนรู้หรือไปเรียนรู้", "People came to learn, or went to learn", _TEAM, lambda p: p.visits > 0),
    ),
    "concrete": (
        _asks(
            "ขั้น 1–6 เสร็จและมีหลักฐานครบ",
            "Steps 1–6 done, all with evidence",
            _TEAM,
            lambda p: all(p.proved(s) for s in CONCRETE_STEPS),
        ),
        CERTIFIED,
        _asks("เผยแพร่ผลสำรวจครัวเรือนแล้ว", "The household result is released", _APP, lambda p: p.released),
        _asks("มีตัวชี้วัดที่ดีขึ้นจากค่าตั้งต้น", "An indicator improved since its baseline", _TEAM, lambda p: p.improved > 0),
        _asks(
            f"ผู้ตรวจเห็นว่าถึงระดับ “ทำต่อเนื่อง เห็นผล” อย่างน้อย {CHARACTERISTICS_NEEDED} จาก 8 คุณลักษณะ",
            f"In the verifier’s view at least {CHARACTERISTICS_NEEDED} of 8 characteristics are steady, with results",
            _OFFICER,
            lambda p: p.standing_characteristics >= CHARACTERISTICS_NEEDED,
        ),
    ),
}


@dataclass(frozen=True)
class RungCheck:
    """A rung as the workspace stands: what it asks for is either shown or lacking."""

    id: str
    shown: tuple[Requirement, ...]
    lacking: tuple[Requirement, ...]

    @property
    def ready(self) -> bool:
        """Whether the tambon may report it."""
        return not self.lacking


def rungs(proof: RungProof) -> list[RungCheck]:
    """Every rung the rules know, lowest first."""
    return [
        RungCheck(rung, tuple(r for r in asked if r.shown_by(proof)), tuple(r for r in asked if not r.shown_by(proof)))
        for rung, asked in REQUIREMENTS.items()
    ]


#: Rungs that rest on the certified plan: they fall with it.
REST_ON_THE_PLAN = tuple(rung for rung, asked in REQUIREMENTS.items() if CERTIFIED in asked)


def improved(better: str, baseline: float | None, last: float | None) -> bool | None:
    """Whether an indicator moved the right way since the baseline; None when nobody can say."""
    if baseline is None or last is None:
        return None
    return last > baseline if better == "up" else last < baseline


def reached(better: str, target: float | None, last: float | None) -> bool | None:
    """Whether an indicator reached its target; None when nobody can say."""
    if target is None or last is None:
        return None
    return last >= target if better == "up" else last <= target
