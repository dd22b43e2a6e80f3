"""Somebody types while the right is taken away: what is pressed then is not written, and is told in words."""

from __future__ import annotations

from sqlalchemy import func, select

from lib.store import login_sessions
from lib.store.database import Database
from lib.store.opening import Store
from lib.store.tables import table
from tests.browser.conftest import Visit
from tests.browser.servers import Server


def test_a_press_after_the_end_of_the_session_writes_nothing(first_day: Server, visit: Visit) -> None:
    person = visit(first_day).open("records", kind="organisation", record="new")
    person.types("ชื่อองค์กร", "กลุ่มทอผ้าบ้านนา")
    store = Store("own", Database(f"sqlite:///{first_day.folder}/own.sqlite"), first_day.folder / "backups")
    try:
        with store.database.writing() as connection:
            login_sessions.end(connection, table("login_session").c.account.is_(None))
        person.presses("บันทึก")
        person.sees("ดูได้อย่างเดียว")
        person.settled()
        with store.database.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(table("organisation"))) == 0
    finally:
        store.database.close()
