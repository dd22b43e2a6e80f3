"""พื้นที่ของฉัน: a region, a province or the country in a month – the state, what changed, what waits, the report."""

from lib.actions.acts import acts_of
from lib.insight.country.area_state import Told, area_state
from lib.insight.country.month import month_shown
from lib.insight.country.networks import networks
from lib.insight.country.progress import progress
from lib.insight.country.published import published
from lib.insight.country.to_do import to_do
from lib.ui.country import area as parts
from lib.ui.country.area_report import report_buttons
from lib.ui.country.area_words import area_name
from lib.ui.country.scope import scope_bar
from lib.ui.country.verify_queue import verify_queue
from lib.ui.frame.flash import say_saved
from lib.ui.frame.replay import kept, replay
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

here = open_page("area")
say_saved(here)
told, teams = progress(here.source, fresh=here.fresh), networks(here.source, fresh=here.fresh)
facts, todo = published(here.source, fresh=here.fresh), to_do(here.source, fresh=here.fresh)
scope, beside = scope_bar(here, told)
month = month_shown(here.source, scope.month, scope.since, fresh=here.fresh)
version = (
    f"{scope.month.id} {scope.since.id} {told.version} {teams.version} {facts.version} {todo.version} {month.version}"
)


whole = Told(told.value, teams.value, month.value, todo.value, facts.value)
name = area_name(told.value, *scope.place)
state = kept(here, version, "state", lambda: area_state(whole, name, *scope.place), *scope.place)
replay(here, month, "glance", lambda: parts.at_a_glance(here, state), *scope.place, version)
with beside:
    report_buttons(here, state, month)
left, right = parts.two_columns()
with left:
    parts.ranked(here, month, state, version)
with right:
    parts.changed(here, state)
acts = acts_of(here.source.store, here.actor)
verify_queue(here, acts.records if acts else None, state.todo)
parts.amiss(here, state)
source_line(here, month, here.say("รายการที่บันทึกและตรวจรับรองในระบบ ตามวันที่ตรวจรับรอง"))
