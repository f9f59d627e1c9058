"""What a director must decide or know: the rules of `flags.yml` that hold for the facts of a report."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from helpers.errors import ParameterError
from helpers.facts.definitions import WHOLE, Absent, Fact, key_parts
from helpers.params.flags import FLAGS, MOST, FlagRule, holds
from helpers.render.blocks import Flag, Flags, Inline, Span
from helpers.reports.prose import Facts, MissingFactError, refuse_unknown, sentence

_NAMED = 3
"""So many are named in a sentence."""
Named = Callable[[Fact, str, Sequence[str]], Sequence[str]]
"""What readers call the values that keys of a fact have in one dimension."""


def raised(rules: Iterable[FlagRule], facts: Facts, words: Mapping[str, str], named: Named) -> Flags:
    """The flags of the rules that hold, the first `MOST` in the order of the rules.

    A rule on an absent fact, or on a cell that the fact does not have, does not hold: the report says elsewhere what it
    lacks. Raises ParameterError for a rule on a fact that the notebook did not state before its flags.
    """
    return Flags(items=tuple(_flags(rules, facts, words, named))[:MOST])


def for_everybody(flags: Flags) -> Flags:
    """The flags as the public reads them: the same sentences, of which nothing is asked."""
    public: dict[str, Any] = {"urgency": "watch", "asks": "notice"}
    return Flags(items=tuple(flag.model_copy(update=public) for flag in flags.items))


def _flags(rules: Iterable[FlagRule], facts: Facts, words: Mapping[str, str], named: Named) -> Iterator[Flag]:
    for rule in rules:
        known = _stated(rule, rule.fact, facts)
        keys = _holding(rule, known, facts) if isinstance(known, Fact) else ()
        if not isinstance(known, Fact) or not keys:
            continue
        names = {"names": _some(named(known, rule.by, keys))} if rule.by else {}
        yield Flag(
            rule=rule.id,
            urgency=rule.urgency,
            asks=rule.asks,
            sentence=_sentence(rule, known, facts, {**words, **names}),
            table=rule.table,
            fact=rule.fact,
            keys=keys,
            when=rule.when,
            limit=rule.limit,
        )


def _stated(rule: FlagRule, fact: str, facts: Facts) -> Fact | Absent:
    refuse_unknown(fact, facts, "ข้อเท็จจริง", f"{FLAGS} {rule.id}", ParameterError)
    return facts[fact]


def _holding(rule: FlagRule, fact: Fact, facts: Facts) -> tuple[str, ...]:
    """The keys of the cells for which the rule holds, in reading order."""
    keys = [key for key in fact.cells if key_parts(key).get(rule.by, WHOLE) != WHOLE] if rule.by else [rule.key]
    limits = ((key, _limit(rule, key, facts)) for key in keys if key in fact.cells)
    return tuple(
        key for key, limit in limits if limit is not None and holds(Decimal(fact.cells[key].value), rule.when, limit)
    )


def _limit(rule: FlagRule, key: str, facts: Facts) -> Decimal | None:
    if rule.number is not None:
        return rule.number
    known = _stated(rule, rule.limit, facts)
    cell = known.cells.get(key) if isinstance(known, Fact) else None
    return Decimal(cell.value) if cell else None


def _some(names: Sequence[str]) -> str:
    """The first names, and that there are more."""
    if len(names) > _NAMED:
        return " ".join(names[:_NAMED]) + " เป็นต้น"
    return " และ ".join(filter(None, (" ".join(names[:-1]), *names[-1:])))


def _sentence(rule: FlagRule, fact: Fact, facts: Facts, words: Mapping[str, str]) -> tuple[Inline, ...]:
    """The sentence; where a fact in it is absent, the title of the fact that raised it, and why no more can be said."""
    try:
        return sentence(rule.sentence, facts, words)
    except MissingFactError as missing:
        return (Span(text=f"{fact.title} ({missing.reason})"),)
