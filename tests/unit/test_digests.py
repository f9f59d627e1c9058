import os
import subprocess
import sys
from pathlib import Path

import pytest

from builders import PROJECT_PARAMS
from helpers import digests
from helpers.catalogue import datasets
from helpers.digests import SOURCE, code_digests, description_digest, file_digest, text_digest
from helpers.params.folder import read_params


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


def test_the_code_of_a_module_is_what_it_imports_the_packages_around_it_and_what_lies_beside() -> None:
    digests = code_digests("helpers.systems.mobec.dataset")
    assert {"systems/mobec/dataset.py", "systems/mobec/__init__.py", "systems/mobec/codes.csv"} <= digests.keys()
    assert {"__init__.py", "thai.py", "tables/schemas.py", "foreign/cells.py"} <= digests.keys()
    assert not any(path.startswith(("systems/gcode/", "reports/", "sample/")) for path in digests)
    assert digests["tables/schemas.py"] == file_digest(SOURCE / "tables" / "schemas.py")


def test_templates_belong_to_the_package_in_which_they_lie() -> None:
    assert "render/templates/tables.typ" in code_digests("helpers.render.pdf")
    assert not any("__pycache__" in path for path in code_digests("helpers.render.pdf"))


def test_every_module_that_a_data_set_loads_is_among_its_code() -> None:
    """Found by reading the import statements; held against what Python really loads, in a process of its own."""
    of_data_sets = {name: dataset.modules for name, dataset in datasets(read_params(PROJECT_PARAMS)).items()}
    for modules in sorted(set(of_data_sets.values())):
        named = ", ".join(modules)
        script = f"import sys, {named}; print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('helpers')))"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        loaded = {Path(file).relative_to(SOURCE).as_posix() for file in done.stdout.split()}
        assert loaded <= code_digests(*modules).keys()
