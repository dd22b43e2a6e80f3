"""Half-typed words on a phone of the hall: the desk goes on, and they stay until their owner sends them."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from lib.access.actors import OWN_MACHINE
from lib.actions.forum import running
from lib.domain.forum_wishes import Scene
from lib.store.opening import open_store
from tests.actions.forum.halls import made
from tests.browser.conftest import Seeded
from tests.browser.servers import serving

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def test_half_typed_words_stay_when_the_step_or_the_group_changes(seeded: Seeded, browser: Browser) -> None:
    folder = seeded()
    with serving(folder, THUN_MAP_ASSETS="drawn") as server:
        store = open_store(f"sqlite:///{folder}/own.sqlite", "own", folder / "backups" / "own")
        hall = made(store, plans=True)
        steps = {tool: [s.id for s in hall.seen().plenum.steps if s.tool == tool] for tool in ("ideas", "tour")}
        first, second = hall.seen().plenum.groups[:2]

        def presents(group: str) -> None:
            running.show_on_wall(store, OWN_MACHINE, hall.forum, Scene.BOX, group)

        running.go_to_step(store, OWN_MACHINE, hall.forum, steps["ideas"][0])
        context = browser.new_context(**PHONE)  # type: ignore[arg-type]
        phone = context.new_page()
        phone.goto(f"{server.url}/m/in#{hall.code}")
        phone.get_by_label("ชื่อที่ใช้ในเวที").fill("ป้าสมศรี")
        phone.get_by_label(first.name, exact=True).check()
        phone.get_by_role("button", name="เข้าเวที").click()

        # An idea, while the agenda goes on to a step that asks for none.
        phone.get_by_label("ความคิดของท่าน").fill("ตลาดนัดวัน")
        phone.evaluate("document.activeElement.blur()")
        running.go_to_step(store, OWN_MACHINE, hall.forum, steps["tour"][0])
        presents(first.id)
        expect(phone.locator('[data-part="tour"]')).to_contain_text(first.name)
        expect(phone.get_by_label("ความคิดของท่าน")).to_have_value("ตลาดนัดวัน")

        # A comment on one group, while the next begins to present: it stays about the first.
        comment = phone.locator('[data-part="tour"] textarea')
        comment.fill("บรรจุภัณฑ์ส")
        phone.evaluate("document.activeElement.blur()")
        presents(second.id)
        expect(phone.locator('[data-part="tour"]')).to_contain_text(second.name)
        expect(phone.locator('[data-part="tour"] textarea')).to_have_value("")
        kept = phone.locator('[data-part^="tour-"]')
        expect(kept).to_contain_text(first.name)
        expect(kept.locator("textarea")).to_have_value("บรรจุภัณฑ์ส")

        # The phone is closed and opened: what is about what it was.
        phone.reload()
        expect(phone.locator('[data-part="tour"] textarea')).to_have_value("")
        presents(first.id)
        expect(phone.locator('[data-part="tour"] textarea')).to_have_value("บรรจุภัณฑ์ส")
        phone.locator('[data-part="tour"] textarea').fill("บรรจุภัณฑ์สวย")
        phone.locator('[data-part="tour"]').get_by_role("button", name="ส่ง", exact=True).click()
        expect(phone.locator('[data-part="tour"] .state.kept')).to_be_visible()
        assert [i.said.text for i in hall.seen().comments_on(first.id)] == ["บรรจุภัณฑ์สวย"]
        running.go_to_step(store, OWN_MACHINE, hall.forum, steps["ideas"][0])
        expect(phone.get_by_label("ความคิดของท่าน")).to_have_value("ตลาดนัดวัน")
        context.close()
        store.database.close()
