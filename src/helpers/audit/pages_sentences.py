"""Whether sentences, tables and pictures show the facts that the notebook's own code names for them.

Only what the code says literally is judged: `report.text("มี {pupils.total}")`, `column("ชาย", "pupils.male")`.
"""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from helpers.audit.pages_drawings import addresses_in
from helpers.audit.pages_numbers import Lines
from helpers.audit.pages_templates import Words, template_problems
from helpers.audit.pages_words import parts_of, printed_runs
from helpers.facts.definitions import WHOLE
from helpers.render.blocks import Block, Chart, Headlines, Inline, Number, TableBlock, Text
from helpers.render.notebook_parts import ShownBlock, notebook_pieces

if TYPE_CHECKING:
    from nbformat import NotebookNode

_PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)(?:\[([^\]]*)\])?(?:\|([a-z_]+))?\}")
_MARK, _KEY = "\x01", "\x02"
_BEFORE = {
    "change": r"(?:เพิ่มขึ้น |ลดลง |เท่าเดิม \()",
    "compared": r"(?:สูงกว่า |ต่ำกว่า |เท่ากัน \()",
    "left": "(?:เหลือ |ยังขาด )",
    "bare": "",
    "baht_text": "",
}
_WITHHELD = re.escape("(ปิดไว้)")
_AFTER = {"change": r"\)?", "compared": r"\)?"}
_SENTENCES = {"lead": "lead", "text": "body", "note": "note", "incomplete": "incomplete"}
"""The calls that show sentences, and the role of the text that they show."""
_ALSO_SHOWN = ("question", "empty")
"""What calls that show a table or picture say in a paragraph."""
_MANNERS = frozenset({"balance", "change"})
"""What a column says of its signs, not of its facts."""
NamedFact = tuple[str, tuple[tuple[str, str], ...]]
"""A fact, and the parts of its keys."""
Columns = dict[tuple[str, str], set[NamedFact]]
Keys = Mapping[str, Sequence[set[tuple[str, str]]]]
"""The parts of the keys of every fact."""
_NO_DATA = frozenset({"report", "column"})
_CERTAIN = frozenset(
    {"bars", "ranked", "pyramid", "waterfall", "progress", "bullets", "distribution", "scatter", "table"}
)
"""The calls that show a picture or table wherever their facts are there; others may find nothing to see."""


@dataclass
class _Shown:
    """What the code of one cell asks for: sentences by role, one pattern a call, and the facts of its columns.
    `literal` says whether every call of the cell is one that is understood."""

    literal: bool = True
    sentences: dict[str, list[re.Pattern[str]]] = field(default_factory=dict)
    figures: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = field(default_factory=dict)
    """By label, the patterns of a headline's number and note."""
    columns: Columns = field(default_factory=dict)
    pictures: dict[str, set[NamedFact]] = field(default_factory=dict)
    """By the name of a picture or table, the facts that its call names, where it names them all literally."""
    must_show: dict[str, str] = field(default_factory=dict)
    """The titles of the pictures and tables that cannot be left out once their facts are there, by name."""
    annex: bool = False
    """Whether it begins an account annexed to a letter."""

    def without_pictures_of(self, facts: Collection[str]) -> "_Shown":
        """The same without the pictures and tables that name any of the facts."""
        left_out = {name for name, wanted in self.pictures.items() if any(fact in facts for fact, _ in wanted)}
        pictures = {name: wanted for name, wanted in self.pictures.items() if name not in left_out}
        must_show = {name: title for name, title in self.must_show.items() if name not in left_out}
        return replace(self, pictures=pictures, must_show=must_show)


def sentence_problems(
    notebook: "NotebookNode",
    lines: Lines,
    words: Words | None = None,
    *,
    public: bool = False,
    partly: Collection[str] = (),
) -> Iterator[str]:
    """What the cells of an executed notebook show other than their code says, in Thai. `words` are those of which the
    sentences of other code are made; None where that code is not the one that wrote them. The public edition has no
    annexes; a picture of facts that are told `partly`, for cells are withheld, may have nothing to show."""
    keys, drawable = _keys(lines), _keys(name for name, line in lines.items() if Decimal(line.value))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            asked = _asked(cell.source).without_pictures_of(partly)
            shown = [piece for piece in notebook_pieces(type(notebook)(cells=[cell])) if isinstance(piece, ShownBlock)]
            if not (public and asked.annex):
                yield from _left_out([piece.block for piece in shown], asked, keys)
            for piece in shown:
                yield from _problems(piece.block, asked)
                yield from _picture_problems(piece, asked, drawable)
                if words and not _is_asked(piece.block, asked):
                    yield from template_problems(piece.block, words)


def _keys(cells: Iterable[tuple[str, str]]) -> Keys:
    """The parts of the keys of every fact among these cells."""
    keys: dict[str, list[set[tuple[str, str]]]] = {}
    for fact, key in cells:
        keys.setdefault(fact, []).append(set(parts_of(key).items()))
    return keys


def _is_asked(block: Block, asked: _Shown) -> bool:
    """Whether a sentence is one that the notebook itself asks for."""
    return asked.literal and isinstance(block, Text) and block.role in asked.sentences


def _left_out(blocks: Sequence[Block], asked: _Shown, keys: Keys) -> Iterator[str]:
    """Pictures and tables that the code shows and whose facts are there, and which are not."""
    names = {block.name for block in blocks if isinstance(block, Chart | TableBlock)}
    for name, title in asked.must_show.items():
        wanted = asked.pictures.get(name, set())
        if name not in names and wanted and all(_is_stated(fact, keys) for fact in wanted):
            yield f"ไม่มี “{title}” ({name}) ซึ่งสมุดงานสั่งให้แสดง"


def _is_stated(wanted: NamedFact, keys: Keys) -> bool:
    """Whether facts.csv has a cell of a fact with these parts of a key that is more than a margin."""
    fact, key = wanted
    return any(parts.issuperset(key) and WHOLE not in dict(parts - set(key)).values() for parts in keys.get(fact, ()))


def _picture_problems(piece: ShownBlock, asked: _Shown, keys: Keys) -> Iterator[str]:
    """Facts in a drawing that its call does not name, and those that it names and that are not drawn, of `keys`: what
    is nothing needs no mark."""
    wanted = asked.pictures.get(piece.block.name) if isinstance(piece.block, Chart) else None
    if wanted is None or not isinstance(piece.block, Chart):
        return
    drawn = [(fact, key, set(parts_of(key).items())) for fact, key in sorted(addresses_in(piece.svg))]
    for fact, key, parts in drawn:
        if not any(fact == asked_fact and parts.issuperset(asked_key) for asked_fact, asked_key in wanted):
            yield f"ภาพ “{piece.block.title}” แสดง {fact} [{key}] ซึ่งสมุดงานไม่ได้สั่ง"
    for asked_fact, asked_key in sorted(wanted):
        shown = any(fact == asked_fact and parts.issuperset(asked_key) for fact, _, parts in drawn)
        if not shown and _is_stated((asked_fact, asked_key), keys):
            yield f"ภาพ “{piece.block.title}” ไม่แสดง {asked_fact} ซึ่งสมุดงานสั่ง"


def _problems(block: Block, asked: _Shown) -> Iterator[str]:
    if isinstance(block, Text) and asked.literal and block.role in asked.sentences:
        for run in printed_runs(block):
            numbers = any(isinstance(part, Number) for part in run)
            if numbers and not any(pattern.fullmatch(_marked(run)) for pattern in asked.sentences[block.role]):
                yield f"ประโยค “{_read(run)[:80]}” ไม่ใช่ข้อเท็จจริงที่สมุดงานสั่งให้แสดง"
    elif isinstance(block, Headlines) and asked.figures:
        for item in block.items:
            for run, pattern in zip((item.number, item.note), asked.figures.get(item.label, ()), strict=False):
                if any(isinstance(part, Number) for part in run) and not pattern.fullmatch(_marked(run)):
                    yield f"ตัวเลขสำคัญ “{item.label}” ({_read(run)}) ไม่ใช่ข้อเท็จจริงที่สมุดงานสั่งให้แสดง"
    elif isinstance(block, TableBlock):
        yield from _column_problems(block, asked.columns)


def _column_problems(table: TableBlock, columns: Columns) -> Iterator[str]:
    for index, column in enumerate(table.columns):
        wanted = columns.get((column.label, column.group))
        shown = (part for row in table.rows for part in row.cells[index] if isinstance(part, Number))
        for number in shown if wanted else ():
            parts = set(parts_of(number.key).items())
            if not any(number.fact == fact and parts.issuperset(key) for fact, key in wanted or ()):
                named = f"{number.fact} [{number.key}]"
                yield f"ตาราง “{table.title}” คอลัมน์ “{column.label}” พิมพ์ {named} ซึ่งสมุดงานไม่ได้สั่ง"


def _marked(run: Sequence[Inline]) -> str:
    """A run with each number as its fact and key."""
    return "".join(
        f"{_MARK}{part.fact}{_KEY}{part.key}{_MARK}" if isinstance(part, Number) else part.text for part in run
    )


def _read(run: Sequence[Inline]) -> str:
    return "".join(part.text for part in run)


def _asked(source: str) -> _Shown:
    shown = _Shown()
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return _Shown(literal=False)
    for statement in statements:
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call):
            _add(call, shown)
        elif not isinstance(statement, ast.Assign | ast.Import | ast.ImportFrom):
            shown.literal = False
    return shown


def _add(call: ast.Call, shown: _Shown) -> None:
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    _add_columns(call, shown.columns)
    _add_picture(call, shown.pictures)
    words = [_string(argument) for argument in call.args[:2]]
    if method in _CERTAIN and len(words) == 2 and words[0] and words[1]:
        shown.must_show[words[0]] = words[1]
    if method in _SENTENCES:
        templates = [template for template in map(_string, arguments) if template is not None]
        shown.literal &= len(templates) == len(arguments)
        optional = " ?".join(f"(?:{_pattern(template)})?" for template in templates)
        shown.sentences.setdefault(_SENTENCES[method], []).append(re.compile(optional, re.DOTALL))
    elif method == "headlines":
        items = [_strings(item) for item in call.args]
        if all(len(item) == 3 for item in items):
            shown.figures = {
                label: (re.compile(_pattern(number)), re.compile(_pattern(note))) for label, number, note in items
            }
    elif isinstance(call.func, ast.Name):
        shown.literal = False
    shown.annex |= method == "annex"
    for keyword in call.keywords:
        if keyword.arg in _ALSO_SHOWN:
            text = _string(keyword.value)
            shown.literal &= text is not None
            shown.sentences.setdefault("body", []).append(re.compile(_pattern(text or ""), re.DOTALL))


def _strings(written: ast.expr) -> tuple[str, ...]:
    members = written.elts if isinstance(written, ast.Tuple) else []
    return tuple(text for text in map(_string, members) if text is not None)


def _string(written: ast.expr) -> str | None:
    return written.value if isinstance(written, ast.Constant) and isinstance(written.value, str) else None


def _add_columns(call: ast.Call, columns: Columns) -> None:
    """The columns that a call names: by label and group, the facts and the parts of keys that they may show."""
    for node in ast.walk(call):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "column"):
            continue
        words = [_string(argument) for argument in node.args]
        named = {each.arg or "": _string(each.value) for each in node.keywords if each.arg not in _MANNERS}
        group = words[2] if len(words) > 2 else named.pop("group", "")
        label, fact = (*words, None, None)[:2]
        if label is None or fact is None or group is None or None in named.values():
            continue
        key = tuple(sorted((name, value or "") for name, value in named.items()))
        columns.setdefault((label, group), set()).add((fact, key))


def _add_picture(call: ast.Call, pictures: dict[str, set[NamedFact]]) -> None:
    """The facts that a call names, by the name that it gives first: of columns with their keys, else by id alone."""
    name = _string(call.args[0]) if call.args else None
    used = {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}
    if name is None or used - _NO_DATA:
        return
    columns: Columns = {}
    _add_columns(call, columns)
    texts = {text for node in ast.walk(call) if isinstance(node, ast.expr) and (text := _string(node)) and "." in text}
    pictures[name] = set().union(*columns.values()) or {(text, ()) for text in texts}


def _pattern(template: str) -> str:
    """A pattern of the run that a template becomes: numbers by fact and key; the report's own words may be any."""
    pattern, position = "", 0
    for match in _PLACEHOLDER.finditer(template):
        name, key, form = match[1], match[2] or "", match[3] or ""
        number = re.escape(f"{_MARK}{name}{_KEY}{key}{_MARK}")
        shown = _BEFORE.get(form, "(?:ร้อยละ )?") + number + _AFTER.get(form, "")
        filled = f"(?:{shown}|{_WITHHELD})" if "." in name else f"[^{_MARK}]*"
        pattern += re.escape(template[position : match.start()]) + filled
        position = match.end()
    return pattern + re.escape(template[position:])
