"""คนและสิทธิ: people and their rights, invitations, who looked at what, why somebody may or may not."""

from lib.actions.acts import acts_of
from lib.ui.access.page import show_page
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page

here = open_page("people")
acts = acts_of(here.source.store, here.actor)
say_saved(here)
show_page(here, acts.access if acts else None)
