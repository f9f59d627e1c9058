from helpers.periods import Round
from helpers.systems.system import systems
from helpers.tables.schemas import DELIVERIES, FINDINGS, ROW_KEYS


def test_every_system_is_discovered_under_its_name() -> None:
    assert "dmc" in systems()
    assert all(name == system.name and system.title for name, system in systems().items())


def test_every_rule_has_an_id_of_its_own_a_message_and_a_remedy() -> None:
    listed = [rule for system in systems().values() for rule in system.rules]
    assert len({rule.id for rule in listed}) == len(listed)
    assert all(rule.id.startswith(f"{name}.") for name, system in systems().items() for rule in system.rules)
    assert all(rule.title and rule.remedy and rule.severity for rule in listed)


def test_every_table_says_what_it_holds_and_carries_row_keys() -> None:
    tables = [*(table for system in systems().values() for table in system.schemas), FINDINGS, DELIVERIES]
    keys = {field.name for field in ROW_KEYS}
    for table in tables:
        names = [field.name for field in table.fields]
        assert table.grain
        assert keys <= set(names)
        assert len(names) == len(set(names))
        assert all(field.meaning for field in table.fields)
        assert set(table.unique) <= set(names)


def test_a_system_expects_only_reports_that_it_has() -> None:
    for system in systems().values():
        for number in (1, 2, 3):
            assert set(system.expected(Round(2568, number))) <= system.reports.keys()


def test_the_reports_of_the_end_of_the_year_are_expected_then_alone() -> None:
    dmc = systems()["dmc"]
    assert "inspection" in dmc.expected(Round(2568, 3))
    assert "inspection" not in dmc.expected(Round(2568, 2))
    assert "enrolment" in dmc.expected(Round(2568, 1))
