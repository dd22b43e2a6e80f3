"""เวทีวันนี้: the plans of today's forum at a glance – who is at which step, who is stuck."""

from lib.ui.canvas.forum import show_forum
from lib.ui.frame.shell import open_page

here = open_page("forum")
show_forum(here)
