"""A forum to try things in."""

from __future__ import annotations

from dataclasses import dataclass

from lib.access.actors import OWN_MACHINE
from lib.actions.forum import joining, planning, running
from lib.actions.records.saving import save_typed
from lib.domain.agendas import Agenda
from lib.domain.forum_wishes import GroupWish, SeatWish
from lib.domain.thai_date import bangkok_today, format_date
from lib.insight.forum.hall import Hall, hall
from lib.insight.source import Source
from lib.store.opening import Store

TAMBON = "TH-250204"
GROUPS = ("กลุ่มแปรรูปปลา", "กลุ่มทอผ้า", "กลุ่มเกษตรอินทรีย์")


@dataclass(frozen=True)
class Made:
    """A forum with an open door."""

    store: Store
    forum: str
    code: str

    def seen(self) -> Hall:
        """The hall as it stands."""
        found = hall(Source(self.store), self.forum)
        assert found is not None
        return found

    def seat(self, name: str = "ป้าสมศรี", number: int | None = None, group: str = "") -> str:
        """Somebody has come in."""
        wish = SeatWish(name, group, number)
        return joining.take_seat(self.store, self.forum, wish, f"key-{name}-{number}".ljust(20, "x")).record_id

    def ballot(self, form: str = "one", **said: str | bool) -> str:
        """A ballot that is ready."""
        asked = {"forum": self.forum, "text": "เรื่องใดทำก่อน", "form": form, "secret": True, **said}
        if form in ("one", "several", "rank", "dots"):
            asked.setdefault("offered", "ตลาด\nน้ำดื่ม\nถนน")
        return save_typed(self.store, OWN_MACHINE, "forum_ballot", asked).record.id


def made(store: Store, *, plans: bool = False) -> Made:
    """A forum of today."""
    today = format_date(bangkok_today(), "th")
    head = {"name": "เวทีทำแผน", "area": TAMBON, "venue": "ศาลาประชาคม", "starts_on": today}
    wishes = [GroupWish(name, TAMBON if plans else "") for name in GROUPS]
    forum = planning.make(store, OWN_MACHINE, head, Agenda.CBMC, wishes, 2570)
    return Made(store, forum, running.open_door(store, OWN_MACHINE, forum))
