"""Every link of an edition leads to something in it."""

from pathlib import Path

import pytest

from helpers.publish.edition.links import lost_links

INDEX = '<h2 id="year">ปี</h2><a href="{}">ไป</a>'


def lost(folder: Path, way: str, address: str = "") -> list[str]:
    (folder / "index.html").write_text(INDEX.format(way), encoding="utf-8")
    page = folder / "school" / "2568" / "34010001" / "report.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text('<a href="../../../index.html#report=x">กลับ</a><img src="data:,">', encoding="utf-8")
    return list(lost_links(folder, address))


@pytest.mark.parametrize(
    "way", ["#year", "school/2568/34010001/report.html", "school/2568/34010001/report.html#f=a;b", "index.html"]
)
def test_ways_within_the_edition_are_right(way: str, tmp_path: Path) -> None:
    assert lost(tmp_path, way) == []


@pytest.mark.parametrize(
    "way",
    [
        "#nowhere",
        "methods/2568/report.html",
        "../index.html",
        "/etc/passwd",
        "//elsewhere.example/",
        "https://elsewhere.example/",
        "file:///srv/x",
        "school/2568/",
    ],
)
def test_a_way_out_or_to_nothing_is_told_with_its_page(way: str, tmp_path: Path) -> None:
    (problem,) = lost(tmp_path, way)
    assert problem.startswith("index.html มีลิงก์ ")


def test_whole_addresses_of_the_site_itself_stay_within_it(tmp_path: Path) -> None:
    site = "https://www.example.go.th/data/"
    assert lost(tmp_path, f"{site}school/2568/34010001/report.html", site) == []
    assert len(lost(tmp_path, f"{site}missing.html", site)) == 1
