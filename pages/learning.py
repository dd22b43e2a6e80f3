"""การเรียนรู้ผู้นำ: which leaders gained which knowledge, skills and network (KSNB)."""

from lib.access.actors import may_read_records
from lib.access.policy import Act
from lib.ui.country.learning import show_learning
from lib.ui.frame.shell import open_page
from lib.ui.frame.why_not import say_why_not

here = open_page("learning")
if may_read_records(here.actor, "learning"):
    show_learning(here)
else:
    say_why_not(here, Act.READ, "learning")
