"""The models of parameter files that are shared or small. Every decided value has a reference and a status."""

from datetime import date, datetime, time
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    model_validator,
)

from helpers.errors import ParameterError
from helpers.identifiers import AREA_CODE
from helpers.periods import parse_thai_date


class ParameterModel(BaseModel):
    """Base of every parameter model: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _date_from_thai(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        return parse_thai_date(str(value))
    except ParameterError as error:
        raise ValueError(f"{error.problem} {error.remedy}") from error


ThaiDate = Annotated[date, BeforeValidator(_date_from_thai)]
"""A real date, written in files as `10 มิ.ย. 2568`."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
Status = Literal["confirmed", "to_confirm"]


class AlsoSeen(ParameterModel):
    """The value that another source states instead, as readers see it, and the reference of that source."""

    value: Line
    reference: Line


class Referenced(ParameterModel):
    """Base of parameters with a source: the document that states the value, and whether somebody confirmed it."""

    reference: Line
    status: Status
    also_seen: tuple[AlsoSeen, ...] = ()
    """What other sources state; a report shows it beside a value that is still to be confirmed."""


MOST_TILES = 8
"""Rows and columns of a tile map: more would be too small to read on paper."""


class SizeBand(ParameterModel):
    """Schools with at most `up_to` pupils and more than the band before; None in the last band, which is unlimited."""

    size: Line
    up_to: Whole | None = Field(default=None, ge=0)


class SizeBands(Referenced):
    """The size classes of schools, smallest first."""

    bands: tuple[SizeBand, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        ceilings = [band.up_to for band in self.bands]
        numbers = [ceiling for ceiling in ceilings if ceiling is not None]
        if ceilings[-1] is not None or len(numbers) != len(ceilings) - 1 or numbers != sorted(set(numbers)):
            raise ValueError("เรียงจากเล็กไปใหญ่ มี up_to ทุกช่วงยกเว้นช่วงสุดท้าย")
        return self

    def size_of(self, pupils: int) -> str:
        """The size class of a school with that number of pupils."""
        return next(band.size for band in self.bands if band.up_to is None or pupils <= band.up_to)


def _area_code(value: str) -> str:
    if not AREA_CODE.fullmatch(value):
        raise ValueError('รหัสเขตพื้นที่เป็นเลข 4 หลัก เขียนในเครื่องหมายคำพูด เช่น "3401"')
    return value


class Signer(ParameterModel):
    """Who signs a budget account: the role (`ผู้จัดทำ`) and the position, never a person's name."""

    role: Line
    position: Line


class DistrictTile(ParameterModel):
    """Where a district stands in a tile map: the row from the top and the column from the left."""

    district: Line
    row: Whole = Field(ge=1, le=MOST_TILES)
    column: Whole = Field(ge=1, le=MOST_TILES)


class TileMap(Referenced):
    """Where districts stand in tile maps, as near to where they lie as a grid can show."""

    districts: tuple[DistrictTile, ...]

    @model_validator(mode="after")
    def _one_tile_each(self) -> Self:
        names = [tile.district for tile in self.districts]
        cells = [(tile.row, tile.column) for tile in self.districts]
        if len(set(names)) < len(names) or len(set(cells)) < len(cells):
            raise ValueError("หนึ่งอำเภออยู่หนึ่งช่อง และหนึ่งช่องมีอำเภอเดียว")
        return self


_NOT_DECIDED = "ยังไม่มีมติของสำนักงาน ใช้เกณฑ์ 10 คนซึ่งใช้กันทั่วไปในการเผยแพร่สถิติ"


class License(Referenced):
    """The licence of the published data: `name` is its SPDX identifier, `catalogue` the choice for it in the form of
    the government's data catalogue."""

    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.+-]+$")]
    title: Line
    path: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    catalogue: Line


class Contact(ParameterModel):
    """The unit that answers questions about published data, never a person."""

    name: Line
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None


class Publication(Referenced):
    """What the public edition may say, and of which reports it is made."""

    threshold: Whole = Field(default=10, ge=2)
    """Counts of fewer persons than this are withheld where they say something about them."""
    reports: tuple[Line, ...] = ("round", "programme", "annual", "school")
    """The ids of the reports, or how they begin."""
    address: Annotated[str, StringConstraints(pattern=r"^(https?://\S+/)?$")] = ""
    """Where the site will lie on the network, for what must name it whole; empty where nobody knows."""
    license: License | None = None
    """None where the office has not chosen one: published data then say so."""
    contact: Contact | None = None
    """None for the office as a whole, without an address for mail."""


class Office(ParameterModel):
    """The office that runs the workbook."""

    name: Line
    short_name: Line
    area_code: Annotated[str, AfterValidator(_area_code)]
    digits: Literal["arabic", "thai"] = "arabic"
    signers: tuple[Signer, ...] = Field(default=(), max_length=4)
    """The signatures below an account, from left to right; empty for none."""
    size_bands: SizeBands
    tile_map: TileMap | None = None
    """None for districts in reading order, which the picture says is no map."""
    print_lists: bool = False
    """Whether long tables outside annexes are printed; else the PDF says where they are."""
    kept_versions: Whole | None = Field(default=None, ge=1)
    """The number of superseded versions of a report that outputs/history keeps; None for all of them."""
    kept_years: Whole | None = Field(default=None, ge=1)
    """How many years after it was made outputs/history keeps a superseded version; None for ever. Signed versions stay
    whatever these two say."""
    notebook_minutes: Whole = Field(default=60, ge=1)
    """Minutes of the clock after which the notebook of a report is taken to hang and ended. No page takes a fiftieth
    of the default on an idle machine: a busy one makes a run slow, never wrong."""
    publication: Publication = Publication(reference=_NOT_DECIDED, status="to_confirm")


class SimilarSchools(Referenced):
    """`similar_schools.yml`: with how many similar schools a school is compared on its page."""

    most: Whole = Field(ge=1, le=30)


class DatedValue(Referenced):
    """One decided day."""

    date: ThaiDate


class Window(Referenced):
    """The window of a collection: its first day, and the last day on which data are on time, both included."""

    opens: ThaiDate
    closes: ThaiDate

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closes < self.opens:
            raise ValueError("วันปิดต้องไม่ก่อนวันเปิด")
        return self

    @property
    def deadline(self) -> datetime:
        """The last moment at which data are on time."""
        return datetime.combine(self.closes, time.max)


class CollectionRound(ParameterModel):
    """One collection round: the day that its data describe, its window, and the expected reports of each system."""

    as_of: DatedValue
    window: Window
    expected: dict[Line, tuple[Line, ...]] = Field(default_factory=dict)
    """Report slugs by system name; the round's report names those that were not received."""


class Assumption(ParameterModel):
    """An assumption of the reports. `rag` rates it: green (safe), amber (to watch), red (may well be wrong)."""

    number: Line
    rag: Literal["green", "amber", "red"]
    text: Line
    consequence: Line
    """What changes if it does not hold."""
    reports: tuple[Line, ...]
    """The ids of the reports that use it, with `*` for any part: `round/*/dmc`."""


class Assumptions(ParameterModel):
    """The numbered list of assumptions."""

    assumptions: tuple[Assumption, ...]
