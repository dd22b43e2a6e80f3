"""เวทีวันนี้: the plans of today's forum at a glance – who is at which step, who is stuck."""

from lib.ui.forum_parts import show_forum
from lib.ui.shell import open_page

here = open_page("forum")
show_forum(here)
