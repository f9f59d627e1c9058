"""Whether what a page says must be decided or known is so: the condition of every flag holds for the facts."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from helpers.audit.pages_numbers import Lines
from helpers.facts.definitions import WHOLE, key_parts
from helpers.params.flags import holds, stated_number
from helpers.render.blocks import Flag, Flags
from helpers.render.wording import run_text


def flag_problems(block: Flags, lines: Lines) -> Iterator[str]:
    """The flags whose condition does not hold, and the cells that a flag on several of them leaves out, in Thai."""
    for flag in block.items:
        about = f"เรื่อง “{run_text(flag.sentence)[:60]}” ({flag.rule})"
        if not flag.keys or any(not _holds(flag, key, lines) for key in flag.keys):
            yield f"{about} ไม่เข้าเงื่อนไขตาม facts.csv"
        for key in _left_out(flag, lines):
            yield f"{about} ไม่รวม {flag.fact} [{key}] ซึ่งเข้าเงื่อนไขด้วย"


def _left_out(flag: Flag, lines: Lines) -> Iterator[str]:
    """The cells of the fact that hold as well; of a flag on one cell none, as it says nothing of the others."""
    several = len(flag.keys) > 1 or any(WHOLE not in key_parts(key).values() and key for key in flag.keys)
    keys: Iterable[str] = (key for fact, key in lines if fact == flag.fact) if several else ()
    for key in keys:
        if key not in flag.keys and WHOLE not in key_parts(key).values() and _holds(flag, key, lines):
            yield key


def _holds(flag: Flag, key: str, lines: Lines) -> bool:
    line = lines.get((flag.fact, key))
    limit = _limit(flag, key, lines)
    return line is not None and limit is not None and holds(Decimal(line.value), flag.when, limit)


def _limit(flag: Flag, key: str, lines: Lines) -> Decimal | None:
    number, line = stated_number(flag.limit), lines.get((flag.limit, key))
    return number if number is not None or line is None else Decimal(line.value)
