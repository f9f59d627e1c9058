"""What a notebook shows, as frozen descriptions: a notebook cell emits one block, every renderer turns it into its
own form.

A block travels in the executed notebook as an output of the MIME type `BLOCK_MIME`; so the executed notebook alone
is enough to render HTML, PDF and Excel, today and in ten years.

How an account that is annexed to a letter begins and ends: its centred lines, and the places to sign.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from helpers.params.models import Office

BLOCK_MIME = "application/vnd.workbook.block+json"
SVG_MIME, NARROW_MIME = "image/svg+xml", "application/vnd.workbook.narrow+svg"
"""Of a chart: the drawing, and the one for a phone."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Number(_Frozen):
    """A printed number that is a fact: which cell of which fact, its unformatted value and how a reader sees it."""

    fact: str
    key: str = ""
    value: str
    """Unformatted, as in facts.csv: `24060`, `0.4700`, `1836000.00`."""
    text: str
    """Formatted for reading, unit not included: `24,060`, `47.0`, `1,836,000.00`."""
    unit: str = ""
    """Printed after the text in prose: `คน`, `ร้อยละ`, `บาท`; empty inside tables whose caption names the unit."""
    words: bool = False
    """The text says the number in words, unit included: `หนึ่งพันห้าร้อยบาทถ้วน`."""
    share: bool = False
    """The value is a share of one, or a difference of such, and the text its percentage."""


class Span(_Frozen):
    """Plain words inside a paragraph or a table cell."""

    text: str
    strong: bool = False


Inline = Span | Number


class Text(_Frozen):
    """Paragraphs of prose. `role`: lead (the section's claim), body, note (small), absent (a delivery that was not
    received), warning (something that the reader must not overlook), incomplete (what the amounts lack)."""

    kind: Literal["text"] = "text"
    role: Literal["lead", "body", "note", "absent", "warning", "incomplete"] = "body"
    paragraphs: tuple[tuple[Inline, ...], ...]


class Headline(_Frozen):
    """One figure of the director's page: what it is, the number, and a line below it (change, share, deadline)."""

    label: str
    number: tuple[Inline, ...]
    note: tuple[Inline, ...] = ()


class Headlines(_Frozen):
    """The figures at the top of a report, at most eight."""

    kind: Literal["headlines"] = "headlines"
    items: tuple[Headline, ...]


class Column(_Frozen):
    """A table column. `group` puts neighbouring columns of the same group under one spanning header; `holds` says what
    its words stand for: ranks like `01`, or days like `10 มิ.ย. 2568`. Codes and labels are words."""

    label: str
    group: str = ""
    align: Literal["start", "end"] = "end"
    width: float = 1.0
    """Relative width in print."""
    holds: Literal["words", "ranks", "days"] = "words"


class Row(_Frozen):
    """A table row: one cell a column, each a run of inlines (empty = nothing to show). `total` sets it off as a sum."""

    cells: tuple[tuple[Inline, ...], ...]
    total: bool = False


class Table(_Frozen):
    """A table. `headers` leading columns are row headers. `long` tables are sortable and searchable on screen."""

    kind: Literal["table"] = "table"
    name: str
    """Unique in the report, ASCII: anchor in HTML."""
    title: str
    sheet: str = ""
    """Short name of its sheet in Excel, which takes 31 characters; empty where the title does."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    headers: int = 1
    long: bool = False
    notes: tuple[str, ...] = ()


class Chart(_Frozen):
    """A chart; its SVG travels in the same output as `image/svg+xml`, one for a phone as `NARROW_MIME`. `alt` says in
    words what the picture shows."""

    kind: Literal["chart"] = "chart"
    name: str
    title: str
    alt: str
    width_mm: float = 165.0


class IndicatorLine(_Frozen):
    """One value of an indicator, as it is handed on; `value` and `target` are in its unit (a percentage: 97.31)."""

    indicator: str
    title: str
    system: str
    round: str
    value: str
    unit: str
    target: str = ""
    met: Literal["yes", "no", ""] = ""
    formula: str
    reference: str
    status: str
    fact: str
    key: str


class IndicatorExport(_Frozen):
    """What `indicators.csv` and `indicators.xlsx` hold for eMENSCR; the note alone is printed."""

    kind: Literal["hand_over"] = "hand_over"
    lines: tuple[IndicatorLine, ...]
    note: str = "ค่าของทุกระบบและทุกรอบอยู่ใน indicators.csv และ indicators.xlsx ของรายงานนี้ สำหรับกรอกเข้า eMENSCR"


class AnnexTitle(_Frozen):
    """The centred lines over an account that is annexed to a letter; the first one is its heading.

    Opens an annex: a sheet of its own, through the next `Signatures`, or up to the next heading, annex or receipts.
    """

    kind: Literal["annex"] = "annex"
    name: str
    """Unique in the report, ASCII: anchor in HTML."""
    lines: tuple[Annotated[tuple[Inline, ...], Field(min_length=1)], ...] = Field(min_length=1)


class SigningPlace(_Frozen):
    """Where one signs: the part played and the position held. The name is written by hand."""

    role: str
    """`ผู้จัดทำ`, `ผู้ตรวจสอบ`, `ผู้อนุมัติ`."""
    position: str


class Signatures(_Frozen):
    """Places to sign, side by side: a dotted line with the role, the name in brackets, position and date."""

    kind: Literal["signatures"] = "signatures"
    places: tuple[SigningPlace, ...] = Field(min_length=1)


class SourceFile(_Frozen):
    """One delivered file that the report read."""

    name: str
    title: str
    """What the file is, in words: the report's Thai name."""
    round: str
    sha256: str
    rows: int
    encoding: str


class FactReceipt(_Frozen):
    """How one fact was computed; `cells` rows are (key, value, where, source rows, digest)."""

    fact: str
    title: str
    unit: str
    operation: str
    table: str
    column: str
    files: tuple[int, ...]
    """Positions in `Receipts.files`."""
    cells: tuple[tuple[str, str, str, int, str], ...]


class Receipts(_Frozen):
    """Emitted once, by the closing cell: every fact of the report and the files behind it. The list of files is
    printed."""

    kind: Literal["receipts"] = "receipts"
    files: tuple[SourceFile, ...]
    facts: tuple[FactReceipt, ...]


class Opening(_Frozen):
    """Emitted once, by the opening cell: what renderers need for title, running head and marks."""

    kind: Literal["opening"] = "opening"
    report_id: str
    title: str
    office: str
    office_short: str
    period: str
    """`ภาคเรียนที่ 1 ปีการศึกษา 2568`."""
    as_of: str
    """Thai date of the data, e.g. `10 มิถุนายน 2568`; empty where the report has none."""
    as_of_iso: str
    """The same day as ISO date: the fixed timestamp of PDF and Excel files."""
    sample: bool
    """Made from synthetic data: every page says ข้อมูลตัวอย่าง."""
    digits: Literal["arabic", "thai"] = "arabic"
    fingerprint: str = ""
    edition: str = "ฉบับใช้ภายในสำนักงาน"
    """For whom the report is made; every page says it."""


Block = Annotated[
    Text | Headlines | Table | Chart | IndicatorExport | AnnexTitle | Signatures | Receipts | Opening,
    Field(discriminator="kind"),
]
_BLOCK: TypeAdapter[Block] = TypeAdapter(Block)


def to_json(block: BaseModel) -> dict[str, Any]:
    """The block as the JSON value that a notebook output carries; defaults are left out."""
    return {"kind": block.kind, **block.model_dump(mode="json", exclude_defaults=True)}  # type: ignore[attr-defined]


def to_bundle(block: BaseModel, svg: str = "", narrow: str = "") -> dict[str, Any]:
    """The block as a notebook output carries it, by MIME type, with the drawings of a chart."""
    drawn = {SVG_MIME: svg, NARROW_MIME: narrow}
    return {BLOCK_MIME: to_json(block)} | {mime: each for mime, each in drawn.items() if each}


def from_json(value: dict[str, Any]) -> Block:
    """The block of a notebook output. Raises pydantic.ValidationError for a value that is none."""
    return _BLOCK.validate_python(value)


BLANK = "…" * 10
"""Where the letter's number and date are written by hand."""


def annex_title(name: str, title: Sequence[Inline], period: str, office: Office) -> AnnexTitle:
    """The lines over an account: what it is (`บัญชีจัดสรรงบประมาณ …`), the fiscal year, and the letter that carries it."""
    letter = (f"แนบท้ายหนังสือ{office.name}", f"ที่ {BLANK} ลงวันที่ {BLANK}")
    return AnnexTitle(name=name, lines=(tuple(title), *((Span(text=line),) for line in (period, *letter))))


def signatures(office: Office) -> Signatures | None:
    """The places where the office's signers sign, from left to right; None for an office that names none."""
    places = tuple(SigningPlace(role=signer.role, position=signer.position) for signer in office.signers)
    return Signatures(places=places) if places else None
