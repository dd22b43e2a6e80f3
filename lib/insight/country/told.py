"""Everything that is told of the country in a month, read once for its screens, its deck, its report and its pack."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from lib.domain.months import Month
from lib.insight.country import month as months
from lib.insight.country import networks as teams
from lib.insight.country import progress as tambons
from lib.insight.country.area_state import Told
from lib.insight.country.month import MonthShown, at_end, ladder_places, month_shown
from lib.insight.country.networks import Networks, networks
from lib.insight.country.progress import Progress, progress
from lib.insight.country.published import Published, published
from lib.insight.country.then import networks_then, progress_then
from lib.insight.country.to_do import ToDo, to_do
from lib.insight.source import Shown, Source

T = TypeVar("T")


@dataclass(frozen=True)
class MonthTold:
    """What was read, each with its version. Of a month that is over the ladders are as it left them; what waits is
    today's.
    """

    progress: Shown[Progress]
    networks: Shown[Networks]
    month: Shown[MonthShown]
    to_do: Shown[ToDo]
    published: Shown[Published]

    @property
    def told(self) -> Told:
        """What an area's state is put together of."""
        return Told(self.progress.value, self.networks.value, self.month.value, self.to_do.value, self.published.value)

    @property
    def version(self) -> str:
        """Changes with any of it, and with the months."""
        shown = self.month.value
        parts = (self.progress, self.networks, self.month, self.to_do, self.published)
        return " ".join([shown.month.id, shown.since.id, *(part.version for part in parts)])


def month_told(source: Source, month: Month, since: Month | None = None, *, fresh: bool = False) -> MonthTold:
    """The country in a month against the end of another (the one before it, without)."""
    shown = month_shown(source, month, since, fresh=fresh)
    if shown.value.is_over:
        told, provinces = _tambons_then(source, month, fresh=fresh), _networks_then(source, month, fresh=fresh)
    else:
        told, provinces = progress(source, fresh=fresh), networks(source, fresh=fresh)
    return MonthTold(told, provinces, shown, to_do(source, fresh=fresh), published(source, fresh=fresh))


def _tambons_then(source: Source, month: Month, *, fresh: bool) -> Shown[Progress]:
    kinds = tuple(dict.fromkeys((*months.KINDS, *tambons.KINDS)))
    shown = source.read(
        f"progress.{month.id}",
        kinds,
        lambda c: progress_then(
            tambons.read_progress(c), at_end(source, c, tambons.KIND, month), ladder_places(source, c)
        ),
        fresh=fresh,
    )
    return _of(shown, month)


def _networks_then(source: Source, month: Month, *, fresh: bool) -> Shown[Networks]:
    kinds = tuple(dict.fromkeys((*months.KINDS, *teams.KINDS)))
    shown = source.read(
        f"networks.{month.id}",
        kinds,
        lambda c: networks_then(teams.read_networks(c), at_end(source, c, teams.KIND, month)),
        fresh=fresh,
    )
    return _of(shown, month)


def _of(shown: Shown[T], month: Month) -> Shown[T]:
    """The same under a version that tells its month: whatever is kept of one month is not another's."""
    return replace(shown, version=f"{shown.version} {month.id}")
