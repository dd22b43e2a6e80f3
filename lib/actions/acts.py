"""The one place where actions meet a store and an actor: what somebody may do, or nothing at all.

Pages make the acts and hand each screen its feature's own. A screen that was handed None offers
nothing, whatever is pressed; every act asks for permission again all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from lib.access.actors import Actor, answer
from lib.access.asking import may_to
from lib.access.policy import Act
from lib.actions.access.acts import AccessActs
from lib.actions.binding import Binding
from lib.actions.canvas.acts import CanvasActs
from lib.actions.country.acts import AreaActs
from lib.actions.forum.acts import ForumActs
from lib.actions.imports.acts import ImportActs
from lib.actions.records.acts import LookAlikeActs, RecordActs
from lib.actions.sheets.acts import SheetActs
from lib.actions.survey.acts import HouseholdActs
from lib.actions.tambon.acts import WorkspaceActs
from lib.store.opening import Store


@dataclass(frozen=True)
class Acts:
    """Everything that somebody who may write may do, feature by feature."""

    records: RecordActs
    look_alikes: LookAlikeActs
    canvas: CanvasActs
    forum: ForumActs
    workspace: WorkspaceActs
    households: HouseholdActs
    area: AreaActs
    imports: ImportActs
    sheets: SheetActs
    #: People and their rights: for who may invite somewhere.
    access: AccessActs | None


def acts_of(store: Store, actor: Actor) -> Acts | None:
    """What the actor may do in the store; None for somebody who only reads."""
    if not actor.may_write:
        return None
    bound = Binding(store, actor)
    return Acts(
        RecordActs(bound),
        LookAlikeActs(bound),
        CanvasActs(bound),
        ForumActs(bound),
        WorkspaceActs(bound),
        HouseholdActs(bound),
        AreaActs(bound),
        ImportActs(bound),
        SheetActs(bound),
        AccessActs(bound) if answer(actor, Act.INVITE).allowed else None,
    )


def canvas_acts_of(store: Store, actor: Actor, canvas: str) -> CanvasActs | None:
    """What the actor may do on one canvas: writers, and who holds its recovery code; None for others."""
    holds_code = bool(canvas) and actor.canvas == canvas
    if not holds_code and not may_to(store, actor, Act.WRITE, "canvas", canvas).allowed:
        return None
    return CanvasActs(Binding(store, actor))
