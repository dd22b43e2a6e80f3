"""ภาพรวม: where we stand in one sentence, the two goals, the map, what is to be done, what the month brought."""

from functools import partial

from lib.insight.country.centres import centres
from lib.insight.country.doings import doings, last_words
from lib.schema.seeing import Audience
from lib.ui.country import overview as parts
from lib.ui.country.area_view import open_area
from lib.ui.country.province_map import choose_on_map
from lib.ui.frame.layout import main_and_side
from lib.ui.frame.replay import replay
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

here = open_page("overview")
view = open_area(here)
state, month, scope = view.state, view.month, view.scope
places = centres(here.source)
done = doings(here.source, scope.month)
words = last_words(here.source)
named = here.audience is Audience.WRITER

replay(here, month, "sentence", lambda: parts.where_we_stand(here, state), *view.place, view.version)
left, right = main_and_side()
with left:
    replay(here, month, "goals", lambda: parts.goals(here, state), *view.place, view.version)
    todo = partial(parts.to_be_done, here, state, places.value, words.value, scope)
    replay(here, places, "todo", todo, *view.place, view.version, words.version)
with right:
    choose_on_map(here, view.progress.value, state, view.version)
replay(here, done, "month", lambda: parts.this_month(here, done.value, scope, names=named), *view.place, scope.month.id)
replay(
    here,
    places,
    "centres",
    lambda: parts.centre_cards(here, places.value, view.published.value, scope),
    *view.place,
    view.published.version,
)
source_line(here, month, here.say("บันทึกในระบบ ร่วมกับเอกสารที่ พอช. เผยแพร่ พ.ศ. 2563–2566"), view.about)
