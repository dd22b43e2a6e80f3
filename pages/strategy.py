"""ยุทธศาสตร์: 4 × 3 goals with indicator, target, actual and evidence."""

from lib.insight.published import published
from lib.ui.replay import replay
from lib.ui.shell import open_page
from lib.ui.sources import source_line
from lib.ui.strategy_parts import strategy_cards, strategy_table

here = open_page("strategy")
shown = published(here.source, fresh=here.fresh)

replay(here, shown, "strategy", lambda: strategy_cards(here, shown.value.strategy))
strategy_table(here, shown)
source_line(here, shown, here.say("ยุทธศาสตร์เศรษฐกิจฐานรากและทุนชุมชน ปีงบประมาณ 2564–2568"))
