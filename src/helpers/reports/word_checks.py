"""Whether words say what a number counts, by the declared vocabulary.

A number whose words name one value and whose filter chooses another is wrong, whatever it is. `verify` asks this of the
numbers that were printed (`contradicted…`); the notebooks are held to more: what a fact's filter chooses its title
says, and what its title says its filter chooses (`unfaithful`).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from helpers.errors import VerificationError
from helpers.facts.definitions import WHOLE, Condition, key_parts, parse_where
from helpers.facts.ledger import FactLine
from helpers.reports.vocabulary import SUBJECTS, Subject

_LONGEST_WORD = max(len(word) for subject in SUBJECTS for word in subject.words)


def table_of(line: FactLine) -> str:
    """The table of a line without its period and source: `enrolment`; empty for a ratio or a difference."""
    return line.table.rpartition("/")[2]


def contradicted(text: str, line: FactLine) -> str:
    """The column of which a head names other values than the line counts; empty where it contradicts nothing."""
    return next((subject.column for subject, named in _named(text) if _is_other(subject, named, line)), "")


def contradicted_by_title(line: FactLine) -> str:
    """The same of a line's own title. It is that of all cells of its fact: what their keys choose it need not say."""
    of_title = ((subject, named) for subject, named in _named(line.title) if f"{subject.column}=" not in line.key)
    return next((subject.column for subject, named in of_title if _is_other(subject, named, line)), "")


def contradicted_at_end(text: str, line: FactLine) -> str:
    """The last word of a text, as one in front of a number, where it names other values than the line counts; else
    empty."""
    endings = _endings(text[-_LONGEST_WORD:])
    return next((word for subject, word in endings if _is_other(subject, frozenset(subject.words[word]), line)), "")


@lru_cache(maxsize=4096)
def _endings(text: str) -> tuple[tuple[Subject, str], ...]:
    """The subjects with a word with which a text ends, and the word."""
    return tuple((subject, word) for subject in SUBJECTS if (word := subject.ending(text)))


@lru_cache(maxsize=4096)
def _named(text: str) -> tuple[tuple[Subject, frozenset[str | bool]], ...]:
    """The subjects of which a text names values, with these; titles and heads come again with every cell."""
    return tuple((subject, named) for subject in SUBJECTS if (named := subject.named(text)))


def _is_other(subject: Subject, named: frozenset[str | bool], line: FactLine) -> bool:
    """Whether the line counts any value beside those named; of words that name none, it does not."""
    if subject.column not in line.where and subject.column not in line.key:  # most lines, and the cheapest question
        return False
    if not subject.concerns(table_of(line)) or line.column in subject.beside:
        return False
    value = key_parts(line.key).get(subject.column, WHOLE)
    condition = value if value != WHOLE else _conditions(line).get(subject.column)
    return bool(named) and not subject.chosen(condition) <= named


def _conditions(line: FactLine) -> Mapping[str, Condition]:
    """The conditions of a line's filter; none of one that no report writes, which its recomputation tells."""
    try:
        return parse_where(line.where) if line.table else {}
    except VerificationError:
        return {}


def unfaithful(
    title: str, table: str, columns: Iterable[str], conditions: Mapping[str, Condition], by: Iterable[str], summed: str
) -> Iterator[str]:
    """The columns of a table of which a fact's title does not say what its conditions choose, or says what they do not.

    Of a column of its keys (`by`) the title may be silent, and says no more than there is; `summed` is the column that
    it sums, if any.
    """
    there, keys = set(columns), set(by)
    for subject in (subject for subject in SUBJECTS if subject.concerns(table) and subject.column in there):
        named, chosen = subject.named(title), subject.chosen(conditions.get(subject.column))
        if subject.column in keys:
            faithful = not named or not chosen or chosen <= named
        elif not chosen:
            faithful = not named or summed in subject.beside or any(name in conditions for name in subject.beside)
        elif not named:
            faithful = chosen == frozenset(subject.unsaid) or not chosen & (subject.values | frozenset(subject.heads))
        else:
            faithful = chosen == named
        if not faithful:
            yield subject.column
