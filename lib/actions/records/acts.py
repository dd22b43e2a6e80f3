"""What may be done to records of any kind, as one typed object; and about two that look alike."""

from __future__ import annotations

from lib.actions.binding import Binding
from lib.actions.records import attaching, corrections, drafting, erasing, merging, private_views, saving, verifying
from lib.actions.records.saving import Saved


class RecordActs:
    """Save, judge, withdraw, restore, erase; drafts. Each raises `ThunError` with a sentence to show."""

    def __init__(self, bound: Binding) -> None:
        #: What a form saves is typed text.
        self.save = bound(saving.save_typed)
        self.withdraw = bound(saving.withdraw)
        self.restore = bound(saving.restore)
        self.bring_back = bound(saving.bring_back)
        self.erase = bound(erasing.erase)
        self.leave_as_it_is = bound(corrections.leave_as_it_is)
        self.verify = bound(verifying.verify)
        self.send_back = bound(verifying.send_back)
        self.reject = bound(verifying.reject)
        self.unlock = bound(verifying.unlock)
        self.report_again = bound(verifying.report_again)
        self.keep_draft = bound(drafting.keep_draft)
        self.resume = bound(drafting.resume)
        self.drop_draft = bound(drafting.drop_draft)
        self.open_drafts = bound(drafting.open_drafts)
        self.note_view = bound(private_views.note_view)
        self.files = FileActs(bound)


class FileActs:
    """Attach photos and documents to a record, take them away and bring them back, publish, erase."""

    def __init__(self, bound: Binding) -> None:
        self.attach = bound(attaching.attach)
        self.take_away = bound(attaching.take_away)
        self.put_back = bound(attaching.put_back)
        self.publish = bound(attaching.publish)
        self.erase = bound(attaching.erase_file)


class LookAlikeActs:
    """Two records that look alike are made one, or are called two."""

    def __init__(self, bound: Binding) -> None:
        self.merge = bound(merging.merge)
        self.call_distinct = bound(merging.call_distinct)


__all__ = ["FileActs", "LookAlikeActs", "RecordActs", "Saved"]
