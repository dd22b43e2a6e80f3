"""เวทีวันนี้: the plans of today's forum at a glance – who is at which step, who is stuck, who calls."""

from lib.actions.acts import acts_of
from lib.ui.canvas.forum import show_forum
from lib.ui.frame.shell import open_page

here = open_page("forum")
acts = acts_of(here.source.store, here.actor)
show_forum(here, acts.canvas if acts is not None else None)
