from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from builders import PROJECT_PARAMS
from helpers.params.programmes.local_support import LocalSupportProgramme
from helpers.params.programmes.reading import read_programme

FILE = PROJECT_PARAMS / "programmes" / "local-support.yml"


def stated() -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    content["school_days"]["days"] = 200
    for band in content["lunch_sizes"]["bands"]:
        band.update({"up_to": int(band["up_to"])} if "up_to" in band else {})
    for example in content["examples"]:
        example.update({name: int(example[name]) for name in ("school_pupils", "pupils", "days")})
    return content


def test_the_file_holds_the_four_rates_by_size() -> None:
    programme = read_programme(FILE)
    assert isinstance(programme, LocalSupportProgramme)
    rates = [(rate.group, *((str(each.value), each.status) for each in rate.values)) for rate in programme.rates]
    before = ("21.00", "to_confirm")
    assert rates == [
        ("1–40 คน", before, ("36.00", "confirmed")),
        ("41–100 คน", before, ("27.00", "confirmed")),
        ("101–120 คน", before, ("24.00", "confirmed")),
        ("121 คนขึ้นไป", before, ("22.00", "confirmed")),
    ]
    assert [programme.lunch_sizes.size_of(pupils) for pupils in (40, 41, 100, 101, 120, 121)] == [
        "1–40 คน",
        "41–100 คน",
        "41–100 คน",
        "101–120 คน",
        "101–120 คน",
        "121 คนขึ้นไป",
    ]


def test_a_size_without_its_rate_is_refused() -> None:
    content = stated()
    LocalSupportProgramme.model_validate(content)
    content["rates"].pop()
    with pytest.raises(ValidationError, match="ไม่มีอัตรา lunch ของขนาด 121 คนขึ้นไป"):
        LocalSupportProgramme.model_validate(content)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("school_days", {"days": 0, "reference": "ก", "status": "to_confirm"}),
        ("school_days", {"days": 200}),
        ("lunch_levels", {"levels": ["ประถมศึกษา"], "reference": "ก", "status": "to_confirm"}),
        ("schooldays", 200),
    ],
)
def test_wrong_settings_are_refused(key: str, value: object) -> None:
    with pytest.raises(ValidationError):
        LocalSupportProgramme.model_validate(stated() | {key: value})
