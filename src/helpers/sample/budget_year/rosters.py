"""The rosters: who is hired under each programme, and whose salary has reached the top of the scale."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import cycle, islice

from helpers.forms.rosters import CEILING_ROSTER, ROSTER
from helpers.params.programmes.ceiling_salary import PERCENT, CeilingSalaryProgramme
from helpers.params.programmes.hire import MONTHLY_RATE, HireProgramme
from helpers.params.social_security import terms_on
from helpers.sample.budget_year import calibration
from helpers.sample.budget_year.calibration import HIRES, Hiring
from helpers.sample.budget_year.setting import ZERO, FilledForm, Row, Setting, satang

OFFICE = ""
USUAL_PERCENT = Decimal(2)
CHANGE_MONTH = 6
"""The index of the month in which the percentage of one official changes, the first of the second half."""


def hire_rosters(setting: Setting) -> Iterator[FilledForm]:
    """The rosters of the programmes that hire, as far as the calibration has them."""
    for number, (name, programme) in enumerate(setting.programmes(HireProgramme).items(), 1):
        if name in HIRES:
            rows = list(_posts(setting, programme, HIRES[name], number * 1000))
            yield FilledForm(ROSTER, name, rows, _HireCost(setting))


def posts_held(setting: Setting, day: date) -> Counter[tuple[str, str]]:
    """The number of filled posts by school and legal form on a day; before the year, those at its beginning."""
    when = max(day, setting.year.opens)
    held: Counter[tuple[str, str]] = Counter()
    for row in (row for filled in hire_rosters(setting) for row in filled.rows):
        starts, ends = row["starts"], row.get("ends")
        if isinstance(starts, date) and isinstance(ends, date) and starts <= when <= ends:
            held[str(row["smis"]), str(row["legal_form"])] += 1
    return held


def _workplaces(setting: Setting, hiring: Hiring) -> list[str]:
    """The workplace of each post: a school code, or OFFICE."""
    schools = [setting.codes[school] for school in setting.chosen(hiring.first, hiring.last)] if hiring.last else []
    at_office = hiring.office * -(-len(setting.codes) // 100)
    posts = max(hiring.least - at_office, len(schools)) if schools else 0
    return [*islice(cycle(schools), posts), *[OFFICE] * at_office]


def _posts(setting: Setting, programme: HireProgramme, hiring: Hiring, start: int) -> Iterator[Row]:
    forms = programme.legal_forms.allowed
    for number, smis in enumerate(_workplaces(setting, hiring)):
        legal_form = forms[number // 4 % len(forms)]
        post: Row = {
            "smis": smis,
            "post_no": str(start + number + 1),
            "post": hiring.post,
            "legal_form": legal_form,
            "monthly_rate": _pay(setting, programme, legal_form, hiring),
        }
        for starts, ends in _held(setting, hiring, number % calibration.EVERY):
            yield post | {"starts": starts} | ({"ends": ends} if starts else {})


def _held(setting: Setting, hiring: Hiring, turn: int) -> list[tuple[date | None, date | None]]:
    """The first and last day of each successive holder of a post; None for a vacant post."""
    opens, closes = setting.year.opens, setting.year.closes
    if hiring.long_contracts:
        opens, closes = opens.replace(year=opens.year - 1), closes.replace(year=closes.year + 2)
    middle = setting.year.closes.year
    unusual: dict[int, list[tuple[date | None, date | None]]] = {
        calibration.VACANT: [(None, None)],
        calibration.LATE: [(date(middle - 1, 11, 17), closes)],
        calibration.LEFT: [(opens, date(middle, 2, 15)), (date(middle, 3, 1), closes)],
    }
    return unusual.get(turn, [(opens, closes)])


def _pay(setting: Setting, programme: HireProgramme, legal_form: str, hiring: Hiring) -> Decimal:
    rate = programme.rate(MONTHLY_RATE, legal_form)
    rated = rate.on(setting.year.opens) if rate else None
    return rated.value if rated else Decimal(hiring.contract_pay)


class _HireCost:
    """The cost of a month: the wage and, for insured legal forms, the employer's contribution."""

    def __init__(self, setting: Setting) -> None:
        self._terms = setting.params.social_security

    def __call__(self, row: Row, month: date, share: Decimal) -> Decimal:
        wage = satang(Decimal(str(row["monthly_rate"])) * share)
        insured = row["legal_form"] in self._terms.legal_forms.insured
        terms = terms_on(self._terms.periods, month) if insured else None
        return wage + (terms.contribution(wage) if terms else ZERO)


def ceiling_rosters(setting: Setting) -> Iterator[FilledForm]:
    """The roster of those whose salary has reached the top of the scale."""
    for name, programme in setting.programmes(CeilingSalaryProgramme).items():
        rows = list(_at_ceiling(setting, programme))
        yield FilledForm(CEILING_ROSTER, name, rows, _ceiling_cost)


def _at_ceiling(setting: Setting, programme: CeilingSalaryProgramme) -> Iterator[Row]:
    months, closes = setting.year.months, setting.year.closes
    posts = max(calibration.CEILING_LEAST, int(calibration.CEILING_SHARE * len(setting.order)))
    officials, employees = calibration.CEILING_POSITIONS
    for number, school in enumerate(islice(cycle(setting.order), posts)):
        personnel = employees if number % calibration.EMPLOYEE_EVERY == 1 else officials
        kinds = calibration.CEILING_POSITIONS[personnel]
        position, salary = kinds[number % len(kinds)]
        row: Row = {
            "smis": setting.codes[school],
            "post_no": str(number + 1),
            "personnel": personnel,
            "position": position,
            "ceiling_salary": Decimal(salary),
        }
        low, high = _percentages(programme, months[0])
        if number:
            yield row | {"percentage": (low, high)[number % 2], "starts": months[0], "ends": closes}
        else:
            change = months[CHANGE_MONTH]
            yield row | {"percentage": low, "starts": months[0], "ends": change.replace(month=3, day=31)}
            yield row | {"percentage": high, "starts": change, "ends": closes}


def _percentages(programme: CeilingSalaryProgramme, day: date) -> tuple[Decimal, Decimal]:
    """The lowest and the highest percentage of the programme."""
    rates = [rate.on(day) for rate in programme.rates if rate.item == PERCENT]
    values = sorted(rate.value for rate in rates if rate) or [USUAL_PERCENT]
    return values[0], values[-1]


def _ceiling_cost(row: Row, _month: date, share: Decimal) -> Decimal:
    return Decimal(str(row["ceiling_salary"])) * Decimal(str(row["percentage"])) / 100 * share
