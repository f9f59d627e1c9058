"""Receipts as the page's script reads them: how each number came about, without what the page says already."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from helpers.facts.definitions import Operation, key_parts, parse_reference, where_text
from helpers.reports.blocks import FactReceipt, Receipts

_Cell = tuple[str, str, str, int, str]
MADE_OF_TWO = frozenset({Operation.RATIO, Operation.DIFFERENCE})


def receipts_json(receipts: Receipts, printed: Collection[tuple[str, str]]) -> Markup:
    """Facts by id, and in each the cells by key: (filter, source rows, digest); only what is `printed`, (fact, key).

    A filter that differs between a fact's cells only by what their keys say stands once, as the fact's `where`, with
    `{name}` for each part of the key. A ratio or difference has the titles of its two `parts` instead. No `<` is left
    in it, so that no name in it can end the script element.
    """
    titles = {fact.fact: fact.title for fact in receipts.facts}
    shown = ((fact, [cell for cell in fact.cells if (fact.fact, cell[0]) in printed]) for fact in receipts.facts)
    facts = {fact.fact: _receipt(fact, cells, titles) for fact, cells in shown if cells}
    content = {"files": [file.model_dump() for file in receipts.files], "facts": facts}
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Markup(written.replace("<", "\\u003c"))


def _receipt(fact: FactReceipt, cells: Sequence[_Cell], titles: Mapping[str, str]) -> dict[str, Any]:
    told = fact.model_dump(include={"title", "unit", "operation", "table", "column", "files"})
    if fact.operation in MADE_OF_TWO:
        parts = [titles.get(part, part) for part, _ in parse_reference(cells[0][2])]
        return told | {"parts": parts, "cells": _by_key(cells, "")}
    patterns = {_pattern(key, where) for key, _, where, _, _ in cells}
    if len(patterns) == 1 and len(cells) > 1:
        return told | {"where": patterns.pop(), "cells": _by_key(cells, "")}
    return told | {"cells": _by_key(cells)}


def _by_key(cells: Sequence[_Cell], where: str | None = None) -> dict[str, tuple[str, int, str]]:
    return {key: (own if where is None else where, rows, digest) for key, _, own, rows, digest in cells}


def _pattern(key: str, where: str) -> str:
    """The filter with `{name}` for the values that the key gives; as it is where a value could be misread."""
    if "\\" in key or "{" in where or "'" in key:
        return where
    for name, value in key_parts(key).items():
        where = where.replace(where_text({name: value}), f"{name} = {{{name}}}", 1)
    return where
