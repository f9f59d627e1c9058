"""Blocks: what a notebook shows, as frozen descriptions. A cell emits one block, and every renderer has its form of it.

A block is stored in the executed notebook as an output of the MIME type `BLOCK_MIME`, so the executed notebook alone is
enough to render HTML, PDF and Excel, today and in ten years. The names of fields are part of that stored form.
"""

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, TypeAdapter

BLOCK_MIME = "application/vnd.workbook.block+json"
SVG_MIME, NARROW_MIME = "image/svg+xml", "application/vnd.workbook.narrow+svg"
"""The MIME types of a chart's drawing and of its narrow drawing for phones."""


class _FrozenBlock(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Number(_FrozenBlock):
    """A printed number that is a fact: the fact and the key of its cell, its value and its formatted text."""

    fact: str
    key: str = ""
    value: str
    """Unformatted, as in facts.csv: `24060`, `0.4700`, `1836000.00`."""
    text: str
    """Formatted for reading, unit not included: `24,060`, `47.0`, `1,836,000.00`."""
    unit: str = ""
    """Printed after the text in prose: `คน`, `ร้อยละ`, `บาท`; empty inside tables whose caption names the unit."""
    words: bool = False
    """Whether the text is the number in words, unit included: `หนึ่งพันห้าร้อยบาทถ้วน`."""
    share: bool = False
    """Whether the value is a share of one, or a difference of shares, and the text its percentage."""


class Span(_FrozenBlock):
    """Words inside a paragraph or a table cell that are no fact. `technical` ones, as digests and names of files, keep
    their digits; `page` is the id of the report that the words lead to."""

    text: str
    strong: bool = False
    page: str = ""
    technical: bool = False


Inline = Span | Number


class Text(_FrozenBlock):
    """Paragraphs of prose. `role`: lead (the section's claim; the first one answers the report's question), body, note
    (small), absent (a delivery that was not received), warning (something that the reader must not overlook),
    incomplete (what the amounts lack), draft (why the report is provisional)."""

    kind: Literal["text"] = "text"
    role: Literal["lead", "body", "note", "absent", "warning", "incomplete", "draft"] = "body"
    paragraphs: tuple[tuple[Inline, ...], ...]


class Headline(_FrozenBlock):
    """One key figure: its label, the number, and a note below it (change, share, deadline)."""

    label: str
    number: tuple[Inline, ...]
    note: tuple[Inline, ...] = ()


class Headlines(_FrozenBlock):
    """The key figures at the top of a report, at most eight."""

    kind: Literal["headlines"] = "headlines"
    items: tuple[Headline, ...]


class Flag(_FrozenBlock):
    """One thing to decide or to know, or of which the public takes notice: the sentence, the table of the report that
    shows more (empty for none), and the rule of `flags.yml` that raised it, with the condition that held: these cells
    of this fact are `when` (above, below …) the limit."""

    rule: str
    urgency: Literal["urgent", "watch"]
    asks: Literal["decide", "know", "notice"]
    sentence: tuple[Inline, ...]
    table: str
    fact: str
    keys: tuple[str, ...]
    when: Literal["above", "below", "at_least", "at_most"]
    limit: str
    """A number, or the fact whose value is the limit."""


class Flags(_FrozenBlock):
    """What a director must decide or know, the most urgent first, at most three; none says that all is as it should
    be."""

    kind: Literal["flags"] = "flags"
    items: tuple[Flag, ...] = ()


class TableColumn(_FrozenBlock):
    """A table column. Neighbouring columns of the same `group` get one spanning header. `holds` is the type of its
    cells without a fact: words (codes and labels too), ranks like `01`, or days like `10 มิ.ย. 2568`."""

    label: str
    group: str = ""
    align: Literal["start", "end"] = "end"
    width: float = 1.0
    """Relative width in print."""
    holds: Literal["words", "ranks", "days"] = "words"


class TableRow(_FrozenBlock):
    """A table row: one cell a column, each a run of inlines, empty for nothing to show. `total` marks a row of sums,
    `apart` one that is none of the kind that the others are (schools of no known district): it stands below a line,
    and stays there however the others are sorted."""

    cells: tuple[tuple[Inline, ...], ...]
    total: bool = False
    apart: bool = False


class TableBlock(_FrozenBlock):
    """A table. `headers` leading columns are row headers. `long` tables are sortable and searchable on screen."""

    kind: Literal["table"] = "table"
    name: str
    """Unique in the report, ASCII: anchor in HTML."""
    title: str
    sheet: str = ""
    """Short name of its sheet in Excel, at most 31 characters; empty where the title serves."""
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    headers: int = 1
    long: bool = False
    notes: tuple[str, ...] = ()


class Chart(_FrozenBlock):
    """A chart. Its SVG is in the same notebook output as `SVG_MIME`, one for phones as `NARROW_MIME`; `alt` describes
    the picture in words."""

    kind: Literal["chart"] = "chart"
    name: str
    title: str
    alt: str
    width_mm: float = 165.0


class IndicatorLine(_FrozenBlock):
    """One exported value of an indicator; `value` and `target` are in its unit (97.31 for a percentage)."""

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


class IndicatorExport(_FrozenBlock):
    """The content of `indicators.csv`, and of `indicators.xlsx` for eMENSCR; only the note is printed."""

    kind: Literal["hand_over"] = "hand_over"
    lines: tuple[IndicatorLine, ...]
    note: str = "indicators.xlsx มีหนึ่งหน้าต่อหนึ่งงาน สำหรับพิมพ์ลงแบบของ eMENSCR ซึ่งไม่รับไฟล์ indicators.csv สำหรับโปรแกรม"


class AnnexTitle(_FrozenBlock):
    """The centred lines above an account that is annexed to a letter; the first one is its heading.

    It begins an annex, which is printed on pages of its own: through the next `Signatures`, or up to the next heading,
    annex or receipts.
    """

    kind: Literal["annex"] = "annex"
    name: str
    """Unique in the report, ASCII: anchor in HTML."""
    lines: tuple[Annotated[tuple[Inline, ...], Field(min_length=1)], ...] = Field(min_length=1)


class SignatureLine(_FrozenBlock):
    """A line for a signature: the signer's part and position. The name is written by hand."""

    role: str
    """`ผู้จัดทำ`, `ผู้ตรวจสอบ`, `ผู้อนุมัติ`."""
    position: str


class Signatures(_FrozenBlock):
    """Lines for signatures, side by side: a dotted line with the role, the name in brackets, position and date."""

    kind: Literal["signatures"] = "signatures"
    lines: tuple[SignatureLine, ...] = Field(
        min_length=1, validation_alias=AliasChoices("lines", "places"), serialization_alias="places"
    )
    """Stored as `places`, the name that executed notebooks of earlier versions have."""


class SourceFile(_FrozenBlock):
    """One delivered file that the report read; in the public edition what it was, without its name and content."""

    name: str = ""
    title: str
    """The Thai name of the system's report that the file is."""
    round: str
    sha256: str = ""
    rows: int = 0
    encoding: str = ""


class FactReceipt(_FrozenBlock):
    """How one fact was computed; `cells` are tuples of key, value, where, number of source rows and digest."""

    fact: str
    title: str
    unit: str
    operation: str
    table: str
    column: str
    files: tuple[int, ...]
    """Positions in `Receipts.files`."""
    cells: tuple[tuple[str, str, str, int, str], ...]
    narrowed: tuple[str, ...] | None = None
    """The key columns among whose values the fact's own conditions choose; None in reports of earlier versions, which
    did not say."""
    withheld: bool = False
    """Whether cells are kept back that would tell of single persons."""
    hidden: tuple[str, ...] = ()
    """The keys of these, in reading order."""


class Receipts(_FrozenBlock):
    """Every fact of the report and the delivered files that it read; emitted once, by the closing cell."""

    kind: Literal["receipts"] = "receipts"
    files: tuple[SourceFile, ...]
    facts: tuple[FactReceipt, ...]
    columns: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By `system/table`, what the columns of a filter are called in Thai; empty in reports of earlier versions."""
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By column, what its coded values are called."""


class MethodsNote(_FrozenBlock):
    """How many assumptions, unconfirmed values and files a report rests on, and the page of the year that lists them.
    No notebook emits it: readers have it in place of these lists."""

    kind: Literal["methods"] = "methods"
    assumptions: int
    unconfirmed: int
    files: int
    title: str
    href: str
    """The way from the report's page to the page of this title."""


class ApprovalLine(_FrozenBlock):
    """An approval of the report's numbers that is in force: who, by role and position, when, and which version."""

    role: str
    position: str
    signed_on: str
    """Thai date, e.g. `10 มิถุนายน 2568`."""
    version: str
    """The first digits of the digest of the numbers that were signed."""


class RelatedReport(_FrozenBlock):
    """A report that this one builds on or compares with: its id, and what readers call it."""

    report_id: str
    label: str


OFFICE_EDITION, PUBLIC_EDITION = "ฉบับใช้ภายในสำนักงาน", "ฉบับเผยแพร่"
_NOT_FOR_PUBLICATION = "ไม่ใช่ฉบับสำหรับเผยแพร่"


class Opening(_FrozenBlock):
    """What renderers need for title, running head and marks; emitted once, by the opening cell."""

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
    """Whether the data are synthetic: every page says ข้อมูลตัวอย่าง."""
    digits: Literal["arabic", "thai"] = "arabic"
    one_page: bool = False
    """Whether all stands on one page of paper."""
    prints_lists: bool = True
    """Whether print has the long tables outside annexes, or a line that says where they are."""
    has_tables: bool = True
    """Whether Excel tables stand beside the page, and `verify` knows it by its id."""
    fingerprint: str = ""
    edition: str = OFFICE_EDITION
    """The readers for whom the report is made; every page says it."""
    reservation: str = _NOT_FOR_PUBLICATION
    """What the first page says besides: that it must not be published, or what an edition for everybody leaves out."""
    related: tuple[RelatedReport, ...] = ()
    """The reports whose data this one reads, in the order in which it reads them."""
    approvals: tuple[ApprovalLine, ...] = ()
    """Who approved the numbers; empty where nobody did, and in what a notebook itself shows."""

    @property
    def is_public(self) -> bool:
        """Whether everybody may read the report: it says nothing of source rows, files and commands of the office."""
        return self.edition == PUBLIC_EDITION


_Read = Text | Headlines | Flags | TableBlock | Chart | IndicatorExport | AnnexTitle | Signatures | MethodsNote
Block = Annotated[_Read | Receipts | Opening, Field(discriminator="kind")]
_BLOCK: TypeAdapter[Block] = TypeAdapter(Block)


def to_json(block: BaseModel) -> dict[str, Any]:
    """The block as the JSON value of a notebook output; defaults are left out."""
    return {"kind": block.kind, **block.model_dump(mode="json", by_alias=True, exclude_defaults=True)}  # type: ignore[attr-defined]


def to_bundle(block: BaseModel, svg: str = "", narrow: str = "") -> dict[str, Any]:
    """The block as a notebook output by MIME type, with the drawings of a chart."""
    drawn = {SVG_MIME: svg, NARROW_MIME: narrow}
    return {BLOCK_MIME: to_json(block)} | {mime: drawing for mime, drawing in drawn.items() if drawing}


def from_json(value: dict[str, Any]) -> Block:
    """The block of a notebook output. Raises pydantic.ValidationError for a value that is no block."""
    return _BLOCK.validate_python(value)
