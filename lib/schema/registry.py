"""Every record kind, by id. The one list that tables, forms and the dictionary are made from."""

from __future__ import annotations

from lib.domain.errors import NotFound, Problem
from lib.schema.area import Area
from lib.schema.canvas import Canvas
from lib.schema.canvas_lines import CanvasActivity, CanvasCost, CanvasItem, CanvasPartner
from lib.schema.canvas_progress import CanvasCheck, CanvasFollowUp, CanvasLineResult
from lib.schema.canvas_trade import CanvasTrade
from lib.schema.centre import IncubationCentre
from lib.schema.field import Sync
from lib.schema.forum import Forum, ForumBallot, ForumDecision, ForumGroup, ForumIdea, ForumSeat, ForumStep
from lib.schema.household import HouseholdSurvey
from lib.schema.household_health import HouseholdHealth
from lib.schema.ladders import ProvincialNetwork, TambonProgress
from lib.schema.people import Learning, Organisation, Person
from lib.schema.programme import ListItem, PublishedResult, StrategyGoal, StrategyYear, Target
from lib.schema.record import Record
from lib.schema.tambon_change import Assessment, Lesson, PolicyProposal
from lib.schema.tambon_links import Agreement, TambonLink, WorkTeam
from lib.schema.tambon_plan import PlanFollowUp, PlanLine, ProblemCause, SwotLine, TambonProblem
from lib.schema.tambon_survey import CommunityCapital, LocalProduct, TambonSurvey
from lib.schema.tambon_work import SurveyVillage, TambonStep, TambonTask, TambonWork
from lib.schema.work import Event, Evidence, Project

#: Goes up whenever a field is added or retired; written into every change-set.
SCHEMA_VERSION = 7

KINDS: dict[str, type[Record]] = {
    model.about.id: model
    for model in (
        Area,
        Organisation,
        Person,
        Event,
        Evidence,
        Project,
        IncubationCentre,
        TambonProgress,
        ProvincialNetwork,
        Target,
        PublishedResult,
        StrategyGoal,
        StrategyYear,
        ListItem,
        HouseholdSurvey,
        Canvas,
        CanvasItem,
        CanvasActivity,
        CanvasPartner,
        CanvasCost,
        CanvasFollowUp,
        CanvasLineResult,
        CanvasCheck,
        CanvasTrade,
        Learning,
        HouseholdHealth,
        TambonWork,
        TambonStep,
        TambonTask,
        SurveyVillage,
        TambonSurvey,
        LocalProduct,
        CommunityCapital,
        TambonProblem,
        ProblemCause,
        SwotLine,
        PlanLine,
        PlanFollowUp,
        Lesson,
        PolicyProposal,
        WorkTeam,
        TambonLink,
        Agreement,
        Assessment,
        Forum,
        ForumStep,
        ForumGroup,
        ForumSeat,
        ForumIdea,
        ForumBallot,
        ForumDecision,
    )
}


def kind(kind_id: str) -> type[Record]:
    """Model of a record kind; raises `NotFound` for an unknown id."""
    try:
        return KINDS[kind_id]
    except KeyError:
        raise NotFound(Problem(f"ไม่มีข้อมูลประเภท {kind_id}", f"there is no record kind {kind_id}")) from None


def kinds_for_forms() -> list[type[Record]]:
    """Record kinds in the order in which the records screen offers them."""
    return sorted((k for k in KINDS.values() if k.about.order), key=lambda k: k.about.order)


def synced_kinds() -> list[str]:
    """Ids of the kinds that travel to and from Google Sheets, in the order of their tabs."""
    found = [m.about for m in KINDS.values() if m.about.sync is not Sync.NONE]
    return [a.id for a in sorted(found, key=lambda a: a.order or 99)]


def kinds_of_a_province() -> list[str]:
    """Those of them that a province's Sheet has tabs of, unless its office chooses otherwise."""
    return [k for k in synced_kinds() if KINDS[k].about.in_every_book]
