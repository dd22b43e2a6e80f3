"""เวที: forums – make one, run it from its desk, put it on paper; and the plans that groups work on today."""

from lib.actions.acts import acts_of
from lib.ui.forum.page import show_forums
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page

here = open_page("forum")
say_saved(here)
show_forums(here, acts_of(here.source.store, here.actor))
