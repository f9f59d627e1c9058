"""What is wrong between the systems of a round: judged like a system, though it sends nothing itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.collection.between.rules import SIDES
from helpers.collection.between.source import NAME
from helpers.collection.forms.hiring import ROSTER
from helpers.collection.sources import Origin, RoundSource
from helpers.collection.store import Snapshot, Store
from helpers.collection.systems import short_title
from helpers.performance.rounds import ReadRound
from helpers.performance.schemas import COMPARED
from helpers.periods import Period, Round


@dataclass(frozen=True)
class ComparedRound:
    """What is between the systems of one round; `own` where it is of the year that is judged. `delivered` are the
    schools that each system brought. `first` is never known: what the systems brought first was not compared."""

    round: Round
    own: bool
    snapshot: Snapshot
    delivered: Mapping[str, Collection[str]]
    previous: ComparedRound | None
    first: None = None

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is wrong between them."""
        return self.snapshot.read("findings")

    def could_find(self, issues: pd.DataFrame) -> pd.Series:
        """Which of an earlier round's issues could be found in this one: their school is on both sides."""
        found = [self._has(*issue) for issue in zip(issues["rule"], issues["smis"], strict=True)]
        return pd.Series(found, index=issues.index, dtype=bool)

    def placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with their round, and whether they are of the year that is judged."""
        return frame.assign(own=self.own, round=str(self.round), system=COMPARED)

    def _has(self, rule: str, smis: str) -> bool:
        sides = SIDES.get(rule)
        there = (smis in self.delivered.get(side, ()) for side in sides or self.delivered)
        return not smis or (all(there) if sides else any(there))


def compared_origins(origins: Iterable[Origin]) -> list[Origin]:
    """What is between the systems of every round of which anything was received."""
    rounds: set[Period] = {period for _, period in origins}
    return [(NAME, each) for each in sorted(rounds, key=str)]


def compared_rounds(read: Sequence[ReadRound], store: Store) -> list[ComparedRound]:
    """Every round of any of the systems, each with the one before it."""
    found: list[ComparedRound] = []
    for round_ in sorted({each.round for each in read}):
        own = [each for each in read if each.round == round_]
        snapshot = store.snapshot(NAME, round_)
        assert snapshot is not None
        delivered = dict(_delivered(own, snapshot))
        found.append(ComparedRound(round_, own[0].own, snapshot, delivered, found[-1] if found else None))
    return found


def _delivered(own: Sequence[ReadRound], snapshot: Snapshot) -> Iterator[tuple[str, set[str]]]:
    """The schools of each system; where the office filled in a roster, it speaks of all of them."""
    schools = {each.source.name: set(each.schools.loc[each.schools["delivered"], "smis"]) for each in own}
    yield from schools.items()
    if ROSTER.slug in set(snapshot.read("deliveries")["report"]):
        yield ROSTER.slug, set().union(*schools.values())


def compared_systems(sources: Mapping[str, RoundSource]) -> dict[str, tuple[str, ...]]:
    """What people call the systems that each rule between systems lays side by side; all where it names none."""
    titles = {name: short_title(source.title) for name, source in sources.items()}
    return {rule: tuple(titles[side] for side in sides or titles if side in titles) for rule, sides in SIDES.items()}
