"""Posts: a collection system that nobody has, as small as one can be. Tests put this file into `helpers.deliveries`."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from helpers.foreign.spreadsheets import Spreadsheet, open_spreadsheet
from helpers.periods import Round
from helpers.systems.system import Recognition, RoundInputs
from helpers.tables.findings import Rule, Severity
from helpers.tables.schemas import DELIVERY_DIGITS, FINDINGS, ROW_KEYS, TableSchema, count, text, with_row_keys

_HEADER = ["round", "smis", "post", "people"]
_POSTS = TableSchema(
    "posts",
    "แถวต้นทาง",
    (text("smis", "รหัสโรงเรียน"), text("post", "ตำแหน่ง"), count("people", "ผู้ครองตำแหน่ง", "คน"), *ROW_KEYS),
    subject=("smis", "post"),
    entity=("smis",),
)
_SCHOOLS = TableSchema(
    "schools", "โรงเรียนในไฟล์", (text("smis", "รหัส"), text("name", "ชื่อ"), text("district", "อำเภอ"), *ROW_KEYS)
)


class _Posts:
    name = "posts"
    title = "อัตรากำลังสมมติ"
    order = 9
    reports: Mapping[str, str] = {"posts": "จำนวนผู้ครองตำแหน่ง"}
    schemas = (_POSTS, _SCHOOLS)
    rules = (Rule("posts.post.empty", Severity.NOTICE, "ไม่มีผู้ครองตำแหน่ง", "ตรวจสอบ"),)

    def expected(self, round_: Round) -> tuple[str, ...]:
        return ("posts",) if round_.number else ()

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        return {"post": ("ครู", "ธุรการ")} if report else {}

    def recognise(self, sheet: Spreadsheet, area_code: str) -> Recognition | None:
        if not area_code or sheet.rows[0] != _HEADER:
            return None
        return Recognition("posts", Round.parse(sheet.rows[1][0]), len(sheet.rows) - 1)

    def build(self, inputs: RoundInputs) -> dict[str, pd.DataFrame]:
        latest = inputs.deliveries[-1]
        sheet = open_spreadsheet(latest.path, inputs.params.checks.file_limits, name=latest.name)
        cells = [(row[1], row[2], int(row[3]), number) for number, row in enumerate(sheet.rows, 1) if number > 1]
        posts = pd.DataFrame(cells, columns=["smis", "post", "people", "row"]).assign(delivery=latest.id, sheet="")
        schools = posts.drop_duplicates("smis").assign(name="โรงเรียน", district="อำเภอ")
        stated = {"sha256": latest.sha256, "name": latest.name, "report": latest.report, "title": "ไฟล์สมมติ"}
        delivery = stated | {"encoding": latest.encoding, "rows": latest.rows, "sheet": "", "row": 0}
        deliveries = pd.DataFrame([delivery | {"delivery": latest.sha256[:DELIVERY_DIGITS]}])
        keyed = {name: with_row_keys(each) for name, each in (("posts", posts), ("schools", schools))}
        findings: pd.DataFrame = FINDINGS.arrow.empty_table().to_pandas()
        return keyed | {"findings": findings, "deliveries": with_row_keys(deliveries)}

    def pupil_references(self, sheet: Spreadsheet, rows: Collection[int]) -> Mapping[int, str]:
        return {row: "" for row in rows if not sheet.rows}


SYSTEM = _Posts()
