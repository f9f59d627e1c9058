"""Posts: a collection system that nobody has, as small as one can be. Tests put this file into `helpers.systems`."""

from collections.abc import Iterator

import pandas as pd

from helpers.foreign.spreadsheets import Spreadsheet, open_spreadsheet
from helpers.periods import Round
from helpers.systems.system import Recognition, RoundInputs, System
from helpers.tables.findings import Finding, Rule, Severity, delivery_frame, finding_frame
from helpers.tables.schemas import PUBLIC, ROW_KEYS, TableSchema, count, text, with_row_keys

_HEADER = ["round", "smis", "post", "people"]
_POSTS = TableSchema(
    "posts",
    "แถวต้นทาง",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("post", "ตำแหน่ง", PUBLIC),
        count("people", "ผู้ครองตำแหน่ง", "คน", PUBLIC),
        *ROW_KEYS,
    ),
    subject=("smis", "post"),
    entity=("smis",),
)
_SCHOOLS = TableSchema(
    "schools",
    "โรงเรียนในไฟล์",
    (text("smis", "รหัส", PUBLIC), text("name", "ชื่อ", PUBLIC), text("district", "อำเภอ", PUBLIC), *ROW_KEYS),
)

EMPTY = Rule("posts.post.empty", Severity.NOTICE, "ไม่มีผู้ครองตำแหน่ง", "ตรวจสอบ")
RULES = (EMPTY,)


def check_posts(posts: pd.DataFrame) -> Iterator[Finding]:
    """Posts that nobody holds."""
    for post in posts[posts["people"] == 0].itertuples():
        yield Finding(EMPTY.id, post.smis, "posts", post.delivery, row=post.row, column="people", found="0")


def _recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    if not area_code or sheet.rows[0] != _HEADER:
        return None
    return Recognition("posts", Round.parse(sheet.rows[1][0]), len(sheet.rows) - 1)


def _build(inputs: RoundInputs) -> dict[str, pd.DataFrame]:
    latest = inputs.deliveries[-1]
    sheet = open_spreadsheet(latest.path, inputs.params.checks.file_limits, name=latest.name)
    cells = [(row[1], row[2], int(row[3]), number) for number, row in enumerate(sheet.rows, 1) if number > 1]
    posts = pd.DataFrame(cells, columns=["smis", "post", "people", "row"]).assign(delivery=latest.id, sheet="")
    schools = posts.drop_duplicates("smis").assign(name="โรงเรียน", district="อำเภอ")
    return {
        "posts": with_row_keys(posts),
        "schools": with_row_keys(schools),
        "findings": finding_frame(check_posts(posts), RULES),
        "deliveries": delivery_frame([latest], {"posts": "ไฟล์สมมติ"}, inputs.params),
    }


SYSTEM = System(
    name="posts",
    title="อัตรากำลังสมมติ",
    order=9,
    reports={"posts": "จำนวนผู้ครองตำแหน่ง"},
    schemas=(_POSTS, _SCHOOLS),
    rules=RULES,
    expected=lambda _round: ("posts",),
    value_order=lambda _report: {"post": ("ครู", "ธุรการ")},
    recognise=_recognise,
    build=_build,
)
