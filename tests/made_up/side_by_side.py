"""The national view of a few offices whose facts are written down here, as if they had been gathered."""

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpers.audit.gathering import NATIONAL_FOLDER, take_in
from helpers.national import roster
from helpers.national.dataset import MONEY_FACTS, ROUND_FACTS
from helpers.national.roster import OfficeLine, roster_text
from helpers.national.schemas import MISSING, READY
from helpers.params.new import write_national
from helpers.periods import Round
from helpers.reports.folders import PROJECT, Folders, folders_of

ROUND = Round(2568, 2)
REPORT = f"national/{ROUND}/dmc"
HEADER = "fact,key,value,unit,title,operation,table,column,where,rows,digest"


@dataclass(frozen=True)
class MadeUp:
    """One office: the facts of its report on the round, by id; `allotted` is its money, none where it has no report on
    it; `state` is how its report stands."""

    area_code: str
    facts: Mapping[str, int] = field(default_factory=dict)
    allotted: str = ""
    state: str = READY
    name: str = ""

    @property
    def money(self) -> dict[str, str]:
        """The facts of its report on the money."""
        return {"allotted.total": self.allotted} if self.allotted else {}

    def line(self, digests: Mapping[str, str]) -> OfficeLine:
        """Its line of the roster; `digests` are those of its facts by slug."""
        return OfficeLine(
            folder=self.area_code,
            area_code=self.area_code,
            name=self.name or f"สพป.ตัวอย่าง {self.area_code}",
            state=self.state,
            report=f"round/{ROUND}/dmc",
            fingerprint="a" * 16,
            sha256=digests[ROUND_FACTS],
            money_report="annual/2569/allocation",
            money_fingerprint="b" * 16,
            money_sha256=digests[MONEY_FACTS],
        )


WHOLE = {"schools.total": 3, "schools.expected": 4, "schools.on_time": 2, "schools.to_confirm": 4}
OFFICES = (
    MadeUp(
        "9701",
        {"pupils.total": 1000, "pupils.total.previous_round": 990, "pupils.total.last_year": 1100}
        | {"findings.errors": 5}
        | WHOLE,
        "2000000.50",
    ),
    MadeUp(
        "9702", {"pupils.total": 500, "pupils.total.previous_round": 540, "findings.errors": 0} | WHOLE, "750000.25"
    ),
    MadeUp("9703", {"pupils.total": 250, "findings.errors": 10} | WHOLE),
    MadeUp("9704", state=MISSING),
)
"""The second has no year before, the third no round before and no money, the fourth no report."""


def facts_text(facts: Mapping[str, int | str]) -> bytes:
    """An office's facts.csv: the facts, each above one with a key that must not be taken for it."""
    cells = ((fact, key, value) for fact in facts for key, value in (("", facts[fact]), ("grade=ป.1", 7)))
    lines = [f"{fact},{key},{value},,,sum,,,,1,0" for fact, key, value in cells]
    return ("\ufeff" + "\n".join([HEADER, *lines]) + "\n").encode()


def national_folder(root: Path, offices: tuple[MadeUp, ...] = OFFICES) -> Folders:
    """The folder of the national view below `root`, in which these offices are gathered."""
    params = write_national(root / NATIONAL_FOLDER, PROJECT / "params")
    shutil.copy(PROJECT / "params" / "rounds" / f"{ROUND}.yml", params / "rounds")
    folders = folders_of(root / NATIONAL_FOLDER)
    folders.data_folder.mark("sample")
    folders.data_folder.key()
    gathered(folders, offices)
    return folders


def gathered(folders: Folders, offices: tuple[MadeUp, ...]) -> None:
    """Gather these offices in place of those before."""
    lines, files = list[OfficeLine](), list[tuple[str, str, bytes]]()
    for office in offices:
        digests = {}
        for slug, facts in ((ROUND_FACTS, office.facts), (MONEY_FACTS, office.money)):
            content = facts_text(facts) if facts else b""
            digests[slug] = hashlib.sha256(content).hexdigest() if facts else ""
            files += [(slug, f"{office.area_code}-{slug}-facts.csv", content)] if facts else []
        lines.append(office.line(digests))
    with folders.data_folder.entering():
        take_in(folders.data_folder, ROUND, [*files, (roster.REPORT, roster.NAME, roster_text(lines).encode())])
