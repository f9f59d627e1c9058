"""Schools that are in one system and not in another, among the systems in which every school must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from helpers.collection.between.rules import NOT_IN_ALL
from helpers.collection.between.schemas import PRESENCE
from helpers.collection.between.sides import ORIGIN, Compared, Sides, records, side_by_side
from helpers.collection.systems import System, short_title


def demanding(systems: Iterable[System]) -> dict[str, str]:
    """The systems that look for missing schools themselves, with what people call them: only in those must every school
    be."""
    return {
        system.name: short_title(system.title)
        for system in systems
        if any(rule.id == f"{system.name}.school.missing" for rule in system.rules)
    }


def compare_presence(sides: Sides, systems: Mapping[str, str]) -> Compared:
    """Every school of any of the systems that delivered. Without a school list nobody knows of whom all are: a file of
    one school is then no sign that others are missing."""
    found = {short: frame for name, short in systems.items() if (frame := sides.table(name, "schools")) is not None}
    frames = [frame[["smis", "delivered", *ORIGIN]].assign(side=short) for short, frame in found.items()]
    together = side_by_side(PRESENCE, frames)
    findings = []
    for _, own in together.groupby("smis") if sides.listed else ():
        there = list(own.loc[own["delivered"], "side"])
        absent = [short for short in found if short not in there]
        if there and absent:
            (first, *_) = records(own[own["delivered"]])
            said = {"found": f"มีใน {', '.join(there)}", "allowed": f"ไม่มีใน {', '.join(absent)}"}
            findings.append(sides.finding(NOT_IN_ALL, first, "", **said))
    return Compared(together, tuple(findings))
