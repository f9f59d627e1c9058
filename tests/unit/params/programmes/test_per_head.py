"""What a per-head programme's file may say."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from builders import PROJECT_PARAMS
from helpers.errors import ParameterError
from helpers.params.programmes.per_head import PerHeadProgramme
from helpers.params.programmes.reading import read_programme
from helpers.periods import FiscalYear

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
    programme = read_programme(path)
    assert isinstance(programme, PerHeadProgramme)
    return programme


def test_the_unchanged_file_is_read(tmp_path: Path) -> None:
    programme = read(tmp_path, lambda content: content)
    assert programme.grades == ("อ.1", "อ.2", "อ.3", *(f"ป.{n}" for n in range(1, 7)), *(f"ม.{n}" for n in range(1, 7)))
    assert programme.level_of()["ม.6"] == "มัธยมปลาย"


@pytest.mark.parametrize(
    ("change", "message"),
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
def test_what_would_silently_pay_nobody_is_refused(tmp_path: Path, change: Change, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        read(tmp_path, change)


def test_nothing_unverified_is_called_confirmed() -> None:
    programme = read_programme(OWN)
    assert isinstance(programme, PerHeadProgramme)
    sure = {(rate.item, rate.group) for rate in programme.rates for value in rate.values if value.status == "confirmed"}
    assert {item for item, _ in sure} == {"teaching", "books", "equipment", "uniform"}
    for year in (FiscalYear(2568), FiscalYear(2569)):
        in_force = (value for rate in programme.rates for value in rate.between(year.opens, year.closes))
        assert {value.status for value in in_force} == {"to_confirm"}
    assert (programme.levels.status, programme.term_1.status) == ("confirmed", "to_confirm")


def test_the_steps_of_2568_and_2569_say_what_equal_steps_would_be() -> None:
    rate = read_programme(OWN).rate("teaching", "ประถม")
    assert rate
    seen = {str(value.value): [each.value for each in value.also_seen] for value in rate.values if value.also_seen}
    assert seen == {"2128.00": ["2,166.00"], "2204.00": ["2,280.00"]}


@pytest.mark.parametrize(
    ("item", "group", "amount"),
    [
        ("books", "ป.6", "859.00"),
        ("equipment", "ประถม", "390.00"),
        ("uniform", "มัธยมต้น", "450.00"),
        ("uniform", "มัธยมปลาย", "500.00"),
        ("activities", "ก่อนประถม", "430.00"),
    ],
)
def test_the_money_of_2565_can_be_computed(item: str, group: str, amount: str) -> None:
    rate = read_programme(OWN).rate(item, group)
    assert rate
    in_force = rate.on(date(2022, 6, 10))
    assert in_force
    assert str(in_force.value) == amount


def test_what_followed_the_uniform_of_upper_secondary_is_a_gap_and_no_nil() -> None:
    rate = read_programme(OWN).rate("uniform", "มัธยมปลาย")
    assert rate
    assert rate.on(date(2022, 9, 30)) is not None
    assert rate.on(date(2022, 10, 1)) is None
    assert list(rate.between(date(2022, 10, 1), date(2023, 9, 30))) == []


@pytest.mark.parametrize("item", ["boarding", "additional_uniform"])
def test_no_rate_is_made_up(item: str) -> None:
    programme = read_programme(OWN)
    assert isinstance(programme, PerHeadProgramme)
    assert item in {each.item for each in programme.items}
    assert item not in {rate.item for rate in programme.rates}


@pytest.mark.parametrize("rate", ["439.00", "464.00", "1900.00", "438.60"])
def test_the_terms_come_to_the_yearly_rate(rate: str) -> None:
    programme = read_programme(OWN)
    assert isinstance(programme, PerHeadProgramme)
    for item in programme.items:
        paid = [programme.term_rate(item, term, Decimal(rate)) for term in ("term_1", "term_2")]
        assert sum(paid) == Decimal(rate)
        assert paid[1] <= Decimal(rate) * item.term_2 / 100
