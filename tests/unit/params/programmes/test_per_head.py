"""What a per-head programme's file may say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from builders import PROJECT_PARAMS
from helpers.errors import ParameterError
from helpers.params.programmes.per_head import PerHeadProgramme
from helpers.params.programmes.reading import read_programme

OWN = PROJECT_PARAMS / "programmes" / "per-head.yml"
Change = Callable[[dict[str, Any]], object]


def read(folder: Path, change: Change) -> PerHeadProgramme:
    """The project's own file with one change."""
    content = yaml.load(OWN.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for item in content["items"]:
        item["in_advance"] = item["in_advance"] == "true"
    for group in content["small_schools"]["groups"]:
        group["most"] = int(group["most"])
    for age in content["under_age"]["ages"]:
        age["age"] = int(age["age"])
    content["examples"] = [{**content["examples"][0], "before": {"on": "10 พ.ย. 2568", "pupils": {"ป.1": 1}}}]
    change(content)
    path = folder / "changed.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, default_style=None), encoding="utf-8")
    found = read_programme(path)
    assert isinstance(found, PerHeadProgramme)
    return found


def test_the_unchanged_file_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, lambda content: content)
    assert found.grades == ("อ.1", "อ.2", "อ.3", *(f"ป.{n}" for n in range(1, 7)), *(f"ม.{n}" for n in range(1, 7)))
    assert found.level_of()["ม.6"] == "มัธยมปลาย"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda content: content["items"][0].update(term_1="60"), "รวมกันได้ 100"),
        (lambda content: content["items"][0].update(levels=["ประถมศึกษา"]), "ไม่รู้จัก ประถมศึกษา"),
        (lambda content: content["items"][0].update(counts="small_school_pupils"), "รายการแรกต้องนับนักเรียนทุกคน"),
        (lambda content: content["items"][0].update(category=content["items"][6]["category"]), "category_pupils เท่านั้น"),
        (lambda content: content["items"][6].pop("category"), "category_pupils เท่านั้น"),
        (lambda content: content["items"][6]["category"]["caps"][0].update(level="ป.1"), "ไม่รู้จัก ป.1"),
        (lambda content: content["items"][1].update(item="teaching"), "items: มีชื่อซ้ำ"),
        (lambda content: content["items"][1].update(title="ค่าจัดการเรียนการสอน"), "title: มีชื่อซ้ำ"),
        (lambda content: content["levels"]["levels"][1]["grades"].append("ม.1"), "grades: มีชื่อซ้ำ"),
        (lambda content: content["small_schools"]["groups"][0].update(levels=["มัธยม"]), "ไม่รู้จัก มัธยม"),
        (lambda content: content["term_1"].update(entry_grades=["ป.1"]), "อ.1 ไม่มีชั้นที่ต่ำกว่า"),
        (lambda content: content["term_1"].update(entry_grades=["อ.1", "ป.7"]), "entry_grades: ไม่รู้จัก ป.7"),
        (lambda content: content["under_age"]["ages"][0].update(grade="ปวช.1"), "under_age: ไม่รู้จัก ปวช.1"),
        (lambda content: content["rates"][0].update(item="teachng"), "rates.item: ไม่รู้จัก teachng"),
        (lambda content: content["rates"][0].update(group="อนุบาล"), "rates.group: ไม่รู้จัก อนุบาล"),
        (lambda content: content["term_2"].update(first="0"), "ต้องมากกว่า 0"),
        (lambda content: content.update(surprise="1"), "ไม่รู้จักคีย์นี้"),
    ],
)
def test_what_would_silently_pay_nobody_is_refused(tmp_path: Path, change: Change, said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        read(tmp_path, change)


def test_nothing_unverified_is_called_confirmed() -> None:
    found = read_programme(OWN)
    assert isinstance(found, PerHeadProgramme)
    assert {value.status for rate in found.rates for value in rate.values} == {"to_confirm"}
    assert found.term_1.status == found.levels.status == "confirmed"


def test_no_rate_of_boarding_is_made_up() -> None:
    found = read_programme(OWN)
    assert "boarding" not in {rate.item for rate in found.rates}
