import os
from pathlib import Path

import pytest

from helpers import digests
from helpers.digests import GROUND, SOURCE, description_digest, file_digest, source_digests, text_digest


def test_a_digest_is_the_published_sha256(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert file_digest(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert file_digest(path) == text_digest("abc")


def test_a_file_that_stays_is_read_once_and_one_that_changes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read = tmp_path / "a", list[Path]()
    digest = digests._digest
    monkeypatch.setattr(digests, "_digest", lambda each: read.append(each) or digest(each))
    monkeypatch.setattr(digests, "_SETTLED_NS", -(10**18))
    path.write_bytes(b"abc")
    assert file_digest(path) == file_digest(path)
    assert read == [path]
    path.write_bytes(b"abcd")
    assert file_digest(path) == text_digest("abcd")
    assert len(read) == 2


def test_a_file_changed_a_moment_ago_is_read_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    stamp = path.stat().st_mtime_ns
    assert file_digest(path) == text_digest("abc")
    path.write_bytes(b"abd")
    os.utime(path, ns=(stamp, stamp))
    assert file_digest(path) == text_digest("abd")


def test_a_description_is_the_same_in_any_order() -> None:
    assert description_digest({"a": 1, "b": [2]}) == description_digest({"b": [2], "a": 1})
    assert description_digest({"a": 1}) != description_digest({"a": "1"})


def test_the_ground_is_every_module_that_stands_in_no_package() -> None:
    assert set(GROUND) == {path.name for path in SOURCE.glob("*.py")} - {"__init__.py", "__main__.py"}


def test_the_sources_of_a_package_are_its_files_and_the_ground() -> None:
    digests = source_digests("facts")
    facts_modules = {path.relative_to(SOURCE).as_posix() for path in (SOURCE / "facts").glob("*.py")}
    assert digests.keys() == facts_modules | set(GROUND)
    assert digests["facts/ledger.py"] == file_digest(SOURCE / "facts" / "ledger.py")
