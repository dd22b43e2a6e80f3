"""What may be done in a forum, as one typed object."""

from __future__ import annotations

from lib.actions.binding import Binding
from lib.actions.canvas import calling
from lib.actions.forum import ballots, bring_preview, bringing, feeding, ideas, joining, packing, planning, running
from lib.actions.forum.bring_preview import BringPreview, Brought
from lib.actions.imports import lookups, undoing
from lib.actions.records import saving


class ForumActs:
    """Make a forum, open its door, go through its agenda, count its votes. Each raises `ThunError`."""

    def __init__(self, bound: Binding) -> None:
        self.place_meant = bound(lookups.place_meant)
        self.make = bound(planning.make)
        self.add_groups = bound(planning.add_groups)
        self.save = bound(saving.save_typed)
        self.withdraw = bound(saving.withdraw)
        self.open_door = bound(running.open_door)
        self.shut_door = bound(running.shut_door)
        self.go_to_step = bound(running.go_to_step)
        self.show_on_wall = bound(running.show_on_wall)
        self.say_to_all = bound(running.say_to_all)
        self.set_wifi = bound(running.set_wifi)
        self.measure = bound(running.measure)
        self.lock_group = bound(running.lock_group)
        self.add_person = bound(joining.add_person)
        self.open_ballot = bound(ballots.open_ballot)
        self.close_ballot = bound(ballots.close_ballot)
        self.show_result = bound(ballots.show_result)
        self.count_hands = bound(ballots.count_hands)
        self.certify = bound(ballots.certify)
        self.rank_problems = bound(feeding.rank_problems)
        self.note_event = bound(feeding.note_event)
        self.pack = bound(packing.pack)
        self.look_into = bound(bring_preview.preview)
        self.bring = bound(bringing.bring)
        self.undo = bound(undoing.undo)
        self.add_idea = bound(ideas.add)
        self.move_into_plan = bound(ideas.move_into_plan)
        self.move_into_problems = bound(ideas.move_into_problems)
        self.sort_into = bound(ideas.sort_into)
        self.set_aside = bound(ideas.set_aside)
        self.answer_call = bound(calling.call)


__all__ = ["BringPreview", "Brought", "ForumActs"]
