"""What a chart says in words and numbers: its labels, and the sentence for readers who do not see the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.lettering import UNKNOWN, printable
from helpers.thai import BEFORE_NUMBER, MINUS, grouped, in_digits

NOTHING = "ไม่มีจำนวนให้แสดง"
CUT = "แกนตั้งไม่ได้เริ่มที่ศูนย์"
"""Said where heights may not be compared, only differences."""
BAHT = "บาท"
MOST_DECIMALS = 2
MOST_NAMED = 3
"""So many categories that share a highest or lowest value are named; of more, the first and how many others."""

Value = int | Decimal


@dataclass(frozen=True)
class Series:
    """One row of values, in the order of the categories or periods that it is drawn with."""

    label: str
    values: tuple[Value, ...]
    addresses: tuple[str, ...] = ()
    """What each value is known by elsewhere, empty for one that is not: written into the drawing, so that it can be
    read back."""

    def address(self, index: int) -> str:
        """What the value of this index is known by; empty for none."""
        return self.addresses[index] if self.addresses else ""


@dataclass(frozen=True)
class Scale:
    """What the numbers in a picture count: `size` baht under a name of their own."""

    unit: str
    size: int
    decimals: int


MILLIONS, THOUSANDS = Scale("ล้านบาท", 10**6, 2), Scale("พันบาท", 10**3, 2)
THOUSANDS_FROM = 10**5
"""From a highest amount of so many baht on, labels in baht would crowd each other."""
NEARLY_NONE = "≈0"
"""An amount that is not zero and that the scale would round to it."""


@dataclass(frozen=True)
class Writing:
    """How one chart writes numbers and words. Words give amounts in full, the picture in its `scale` if it has one."""

    unit: str
    digits: str
    decimals: int = 0
    scale: Scale | None = None

    def words(self, text: str) -> str:
        """The text as it is drawn, in the office's digits: `?` stands for a character that the font does not have."""
        return in_digits(printable(text).replace(UNKNOWN, "?"), self.digits)

    def number(self, value: Value, *, signed: bool = False) -> str:
        """`24,060`, `47.1`, `+311`: without the unit."""
        return in_digits(grouped(value, self.decimals, signed=signed), self.digits)

    def drawn(self, value: Value) -> str:
        """The number as the picture shows it: `52.35` where it counts millions of baht."""
        if not self.scale:
            return self.number(value)
        shown = grouped(Decimal(value) / self.scale.size, self.scale.decimals)
        return NEARLY_NONE if value and not shown.strip(f"0.{MINUS}") else in_digits(shown, self.digits)

    def quantity(self, value: Value, *, signed: bool = False) -> str:
        """`24,060 คน`, `ร้อยละ 47.1`."""
        number = self.number(value, signed=signed)
        return f"{self.unit} {number}" if self.unit in BEFORE_NUMBER else f"{number} {self.unit}".rstrip()

    def amount(self, value: Value) -> str:
        """The quantity as it follows a name: `จำนวน 24,060 คน`, `ร้อยละ 47.1`."""
        quantity = self.quantity(value)
        return quantity if self.unit in BEFORE_NUMBER else f"จำนวน {quantity}"

    def change(self, amount: Value) -> str:
        """`เพิ่มขึ้น 311 คน`, `ลดลง 1.2 จุดร้อยละ`, `ไม่เปลี่ยนแปลง`."""
        if not amount:
            return "ไม่เปลี่ยนแปลง"
        unit = f"จุด{self.unit}" if self.unit in BEFORE_NUMBER else self.unit
        way, size = ("เพิ่มขึ้น", amount) if amount > 0 else ("ลดลง", -amount)
        return f"{way} {self.number(size)} {unit}".rstrip()

    def heading(self, series: Sequence[Series]) -> str:
        """What stands above the drawing: one series with its unit, or the unit that all series share."""
        (first, *others) = series
        return (
            self.shared_unit
            if others or first.label in ("", self.unit)
            else self.words(f"{first.label} ({self._drawn_unit})")
        )

    @property
    def shared_unit(self) -> str:
        """`หน่วย: คน`, `หน่วย: ล้านบาท`: what all numbers of the picture count."""
        return self.words(f"หน่วย: {self._drawn_unit}")

    @property
    def _drawn_unit(self) -> str:
        return self.scale.unit if self.scale else self.unit


def writing_for(categories: Sequence[str], series: Sequence[Series], unit: str, digits: str) -> Writing:
    """The writing for these values: as many decimal places as the most exact of them has, at most `MOST_DECIMALS`.

    Raises ValueError for a series that does not have one value for each category.
    """
    for one in series:
        if len(one.values) != len(categories):
            raise ValueError(f"{one.label}: {len(one.values)} values for {len(categories)} categories")
    exponents = [value.as_tuple().exponent for one in series for value in one.values if isinstance(value, Decimal)]
    decimals = max((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)
    return Writing(unit, digits, min(max(decimals, 0), MOST_DECIMALS), _scale(unit, series))


def _scale(unit: str, series: Sequence[Series]) -> Scale | None:
    """Large amounts are drawn in millions or thousands of baht, smaller ones without satang that nobody has."""
    amounts = [value for one in series for value in one.values]
    highest = max((abs(Decimal(value)) for value in amounts), default=Decimal(0))
    if unit != BAHT:
        return None
    if highest >= THOUSANDS_FROM:
        return MILLIONS if highest >= MILLIONS.size else THOUSANDS
    return Scale(BAHT, 1, 0 if all(value == int(value) for value in amounts) else 2)


def is_nothing(series: Sequence[Series]) -> bool:
    """Whether there is no value but zero."""
    return not any(value for one in series for value in one.values)


def alt_text(kind: str, title: str, writing: Writing, *sentences: str) -> str:
    """The whole text: kind of chart and title, then the sentences, in the office's digits."""
    return in_digits(f"{kind}: {title} – {' '.join(filter(None, sentences))}", writing.digits)


def describe_series(categories: Sequence[str], series: Sequence[Series], writing: Writing) -> str:
    """Highest, lowest and, of counts and money, the total of each: `ชาย มากที่สุดคือ ป.6 จำนวน 1,310 คน …; หญิง …`."""
    return "; ".join(f"{one.label} {describe_extremes(categories, one, writing)}".strip() for one in series)


def describe_extremes(categories: Sequence[str], series: Series, writing: Writing, *, total: bool = True) -> str:
    """Highest and lowest with the categories that have them; with `total`, the sum too of counts and money."""
    values = series.values
    if len(values) == 1:
        return f"มีรายการเดียวคือ {categories[0]} {writing.amount(values[0])}"
    if len(set(values)) == 1:
        extremes = f"ทุกรายการเท่ากันที่ {writing.quantity(values[0])}"
    else:
        extremes = " ".join(_describe_extreme(categories, values, pick, writing) for pick in (max(values), min(values)))
    return f"{extremes} {_describe_total(values, writing)}".rstrip() if total else extremes


def _describe_total(values: Sequence[Value], writing: Writing) -> str:
    """`รวม 24,060 คน`; empty unless all values are counts or money, because shares and means do not add up."""
    adds_up = writing.unit == BAHT or all(isinstance(value, int) for value in values)
    return f"รวม {writing.quantity(sum(values))}" if adds_up else ""


def _describe_extreme(categories: Sequence[str], values: Sequence[Value], picked: Value, writing: Writing) -> str:
    names = [name for name, value in zip(categories, values, strict=True) if value == picked]
    which = "มากที่สุด" if picked == max(values) else "น้อยที่สุด"
    amount = f"เท่ากันที่ {writing.quantity(picked)}" if len(names) > 1 else writing.amount(picked)
    return f"{which}คือ {_listed(names)} {amount}"


def _listed(names: list[str]) -> str:
    if len(names) > MOST_NAMED:
        return f"{names[0]} และอีก {len(names) - 1} รายการ"
    (*others, last) = names
    return f"{', '.join(others)} และ {last}" if others else last
