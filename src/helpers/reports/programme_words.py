"""What a programme's report says of the programme itself: its budget codes, and its rates of which sources differ."""

from collections.abc import Iterator

from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.periods import FiscalYear
from helpers.thai import grouped


def rates_seen_elsewhere(programme: Programme, year: FiscalYear) -> Iterator[tuple[str, Referenced]]:
    """The rates of the year of which other sources say something else; all others stand in the table of rates."""
    for rate in programme.rates:
        for value in rate.between(year.opens, year.closes):
            if value.also_seen:
                yield f"{rate.title} {grouped(value.value, 2)} {rate.unit}", value


def codes_in_words(programme: Programme, year: FiscalYear) -> str:
    """The budget codes as a letter states them; a code that is not known yet says so."""
    codes = programme.codes
    named = (("ผลผลิต", codes.output), ("กิจกรรมหลัก", codes.activity), ("แหล่งของเงิน", codes.source(year.year)))
    return " ".join(f"{name} {code or '(รอหนังสือแจ้ง)'}" for name, code in named)
