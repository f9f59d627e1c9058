"""Where the links of an edition's pages lead: nowhere but within the edition."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_WAYS = frozenset({"href", "src"})
_EMBEDDED = "data"


class _Page(HTMLParser):
    """The ids of a page, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.ways: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            elif name in _WAYS:
                self.ways.add(value or "")


def lost_links(folder: Path, address: str = "") -> Iterator[str]:
    """The links of every page that lead to no file of the edition, to no id of the page, or out of the edition, in
    Thai. `address` is where the edition will lie: what begins so stays within it."""
    read = cache(lambda path: _Page(path.read_text(encoding="utf-8")))
    for path in sorted(folder.rglob("*.html")):
        for way in sorted(read(path).ways):
            if not _leads_within(way.removeprefix(address) if address else way, path, folder, read(path).ids):
                yield f"{path.relative_to(folder).as_posix()} มีลิงก์ {way[:80]} ซึ่งไม่อยู่ในฉบับเผยแพร่"


def _leads_within(way: str, page: Path, folder: Path, ids: set[str]) -> bool:
    parts = urlsplit(way)
    if parts.scheme == _EMBEDDED or not way:
        return True
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return False
    if not parts.path:
        return unquote(parts.fragment) in ids
    target = (page.parent / unquote(parts.path)).resolve()
    return target.is_relative_to(folder.resolve()) and target.is_file()
