"""What may be done with the forms of households, as one typed object."""

from __future__ import annotations

from lib.actions.binding import Binding
from lib.actions.records.acts import RecordActs
from lib.actions.survey import households, odk, releasing, retention


class HouseholdActs:
    """Check, withdraw, erase, take in, release. Each raises `ThunError` with a sentence to show."""

    def __init__(self, bound: Binding) -> None:
        #: A form is a record too.
        self.records = RecordActs(bound)
        self.alike = bound(households.alike)
        self.call_two = bound(households.call_two)
        self.check = bound(households.check)
        self.withdraw_consent = bound(households.withdraw_consent)
        self.erase_form = bound(households.erase_form)
        self.export_form = bound(households.export_form)
        self.look_through = bound(odk.look_through)
        self.take_in = bound(odk.take_in)
        self.release = bound(releasing.release)
        self.believe_clock = bound(retention.believe_clock)
