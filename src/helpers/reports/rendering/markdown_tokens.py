"""Markdown as plain data: the few kinds of token that a printed report needs, every text still unescaped.

Blocks: heading (level, words), paragraph (words), list (ordered, items of blocks), quote (body), code (text), rule,
grid (head, rows of cells of words). Words: text, strong, emphasis (words inside), code (text), link (url, words), run
(words without a form of their own), break.
Anything that Markdown allows and print does not (raw HTML, remote pictures) stays visible as its own text.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import Any

import mistune

Token = dict[str, Any]
_LINKED = ("http://", "https://", "mailto:")


def tokens(source: str, written: Callable[[str], str]) -> list[Token]:
    """The block tokens of a Markdown text; `written` turns every text that is read as words into its printed form."""
    parsed, _ = mistune.create_markdown(renderer=None, plugins=["table"]).parse(source)
    return _Reader(written).blocks(parsed if isinstance(parsed, list) else [])


class _Reader:
    def __init__(self, written: Callable[[str], str]) -> None:
        self.written = written

    def blocks(self, parsed: Iterable[Token]) -> list[Token]:
        return [self.block(token) for token in parsed if token["type"] != "blank_line"]

    def block(self, token: Token) -> Token:
        inner = token.get("children", [])
        match token["type"]:
            case "heading":
                return {"kind": "heading", "level": token["attrs"]["level"], "words": self.words(inner)}
            case "list":
                items = [self.blocks(item["children"]) for item in inner]
                start = token["attrs"].get("start", 1)
                return {"kind": "list", "ordered": token["attrs"]["ordered"], "start": start, "items": items}
            case "block_quote":
                return {"kind": "quote", "body": self.blocks(inner)}
            case "block_code":
                return {"kind": "code", "text": self.written(token["raw"].rstrip("\n"))}
            case "thematic_break":
                return {"kind": "rule"}
            case "table":
                return self.grid(inner)
            case "block_html":
                return {"kind": "paragraph", "words": [self.text(token["raw"].strip())]}
        return {"kind": "paragraph", "words": self.words(inner)}

    def grid(self, parts: list[Token]) -> Token:
        head = [self.words(cell["children"]) for cell in parts[0]["children"]]
        body = parts[1]["children"] if len(parts) > 1 else []
        rows = [[self.words(cell["children"]) for cell in row["children"]] for row in body]
        aligns = ["end" if cell["attrs"].get("align") == "right" else "start" for cell in parts[0]["children"]]
        return {"kind": "grid", "head": head, "aligns": aligns, "rows": rows}

    def words(self, parsed: Iterable[Token]) -> list[Token]:
        return [self.word(token) for token in parsed]

    def word(self, token: Token) -> Token:
        inner = token.get("children", [])
        match token["type"]:
            case "strong" | "emphasis":
                return {"kind": token["type"], "words": self.words(inner)}
            case "codespan":
                return {"kind": "code", "text": self.written(token["raw"])}
            case "link" if token["attrs"]["url"].startswith(_LINKED):
                return {"kind": "link", "url": token["attrs"]["url"], "words": self.words(inner)}
            case "link":
                return {"kind": "run", "words": self.words(inner)}
            case "image":
                return {"kind": "run", "words": [self.text("[ภาพ: "), *self.words(inner), self.text("]")]}
            case "linebreak":
                return {"kind": "break"}
            case "softbreak":
                return self.text(" ")
        return self.text(html.unescape(token["raw"]))

    def text(self, raw: str) -> Token:
        return {"kind": "text", "text": self.written(raw)}
