"""The classrooms that a school has, counted twice in a round: on the page of students of EMIS, and by DMC."""

from collections.abc import Iterator

from helpers.systems.cross_checks.checks import CLASSES_DIFFER
from helpers.systems.cross_checks.comparisons import RoundTables, records
from helpers.tables.findings import Finding

_PAGE = "student_list"


def check_classes(tables: RoundTables) -> Iterator[Finding]:
    """A finding for each school in both systems whose classrooms are not as many in one as in the other."""
    emis, dmc = tables.table("emis", "classrooms"), tables.table("dmc", "classrooms")
    if emis is None or dmc is None:
        return
    in_emis, in_dmc = (frame.groupby("smis")["rooms"].sum() for frame in (emis, dmc))
    for row in records(emis.drop_duplicates("smis")):
        here, there = int(in_emis[row["smis"]]), int(in_dmc.get(row["smis"], in_emis[row["smis"]]))
        if here != there:
            yield tables.finding(CLASSES_DIFFER, row, _PAGE, found=f"EMIS {here:,} ห้อง", allowed=f"DMC {there:,} ห้อง")
