"""Sensitive answers of a household (PDPA, section 26): asked for only where the workspace turned them on."""

from __future__ import annotations

from datetime import date

from lib.domain.release import ShareTable
from lib.schema import survey_choices
from lib.schema.field import Privacy, Sync, field
from lib.schema.household import CONSENT
from lib.schema.record import About, Record


class HouseholdHealth(Record):
    """Sensitive answers of a household (section 26), apart from the rest, with explicit consent."""

    about = About(
        id="household_health",
        prefix="hs",
        th="ข้อมูลสุขภาพครัวเรือน (อ่อนไหว)",
        en="Household health (sensitive)",
        title="household",
        key=("household",),
        lies_with=("household",),
        sync=Sync.NONE,
        private=True,
        many=True,
        since=3,
        help_th="เก็บเฉพาะตำบลที่เปิดใช้ และครัวเรือนที่ยินยอมโดยชัดแจ้ง",
        help_en="Only where the tambon turned it on and the household explicitly consents",
    )

    household: str = field(
        "ครัวเรือน", "Household", required=True, refers_to="household_survey", joined=True, privacy=Privacy.PERSONAL
    )
    explicit_consent: str = field(
        "ยินยอมโดยชัดแจ้งให้เก็บข้อมูลสุขภาพ", "Explicitly consents", required=True, options=CONSENT, privacy=Privacy.PERSONAL
    )
    health: str | None = field(
        "สุขภาพกายใจของคนในบ้าน",
        "Health of body and mind",
        options=survey_choices.HEALTH_STATES,
        result=ShareTable("แข็งแรงกายใจ", "Healthy in body and mind", ("well",), since=1, id="health", factor=True),
        may_decline=True,
        ask_if=("explicit_consent", ("yes",)),
        privacy=Privacy.SENSITIVE,
    )
    disabled: int | None = field(
        "คนพิการในบ้าน",
        "People with disabilities",
        ge=0,
        le=60,
        unit_th="คน",
        unit_en="people",
        may_decline=True,
        ask_if=("explicit_consent", ("yes",)),
        privacy=Privacy.SENSITIVE,
    )

    def without_answers(self, on: date) -> HouseholdHealth:
        """What stays when the explicit consent is taken back: that it was asked."""
        return HouseholdHealth(id=self.id, household=self.household, explicit_consent="no")
