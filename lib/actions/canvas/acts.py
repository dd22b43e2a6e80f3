"""What may be done on canvases, as one typed object."""

from __future__ import annotations

from lib.actions.binding import Binding
from lib.actions.canvas import calling, copying, filling, rolling, states, together, versions
from lib.actions.imports import lookups


class CanvasActs:
    """Begin, fill in, hand over, present, certify. Each raises `ThunError` with a sentence to show.

    Who holds a recovery code has them too: each act asks for itself whether this canvas is the one.
    """

    def __init__(self, bound: Binding) -> None:
        self.place_meant = bound(lookups.place_meant)
        self.start = bound(filling.start)
        self.copy = bound(copying.copy)
        self.put = bound(filling.put)
        self.take_away = bound(filling.take_away)
        self.move_up = bound(filling.move_up)
        self.bring_back = bound(filling.bring_back)
        self.call = bound(calling.call)
        self.code_of = bound(filling.code_of)
        self.new_code = bound(filling.new_code)
        self.keep_draft = bound(filling.keep_draft)
        self.drafts_of = bound(filling.drafts_of)
        self.drop_draft = bound(filling.drop_draft)
        self.restore_version = bound(versions.restore_version)
        self.take_up = bound(rolling.take_up)
        self.present = bound(states.present)
        self.certify = bound(states.certify)
        self.put_in_use = bound(states.put_in_use)
        self.reopen = bound(states.reopen)
        self.tell_apart = bound(together.tell_apart)
        self.join = bound(together.join)
        self.give_evidence = bound(states.give_evidence)
