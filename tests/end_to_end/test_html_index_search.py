"""The index of a whole office finds a school, a report and a figure, and leads to where they stand."""

import json
from collections.abc import Callable
from typing import Any

from helpers.facts.codes import number_code
from helpers.params.folder import read_params
from made_up.project import Home

SEARCH = """
const frame = await framed(INDEX, 375, 812);
const page = frame.contentDocument;
const input = page.getElementById("search-words");
const search = (words) => {
  input.value = words;
  input.dispatchEvent(new frame.contentWindow.Event("input"));
  const groups = [...page.querySelectorAll("[data-group]")].filter((group) => !group.hidden);
  return Object.fromEntries(groups.map((group) => [group.dataset.group, group]));
};
const links = (group) => [...group.querySelectorAll("a")].map((link) => link.href);
const opened = async (address) => {
  const { contentDocument } = await framed(address, 375, 812);
  const receipt = contentDocument.getElementById("receipt");
  const focused = () => contentDocument.activeElement.dataset.fact ?? "";
  await until(() => receipt.open || focused());
  return [receipt.open, receipt.querySelector('[data-part="title"]').textContent, focused()];
};
const told = {};
const schools = search(SCHOOL).schools;
const fold = schools.querySelector("details");
told.page = links(schools)[0];
told.school = [fold.querySelector("summary").textContent, fold.open, links(schools).length];
told.schoolOpened = await opened(links(schools)[1]);
told.code = links(search(CODE).schools).length;
told.fact = links(search("นักเรียนทั้งหมด").facts);
told.factOpened = await opened(told.fact[0]);
const keyed = search("นักเรียนตามชั้นและเพศ").facts;
told.keyedOpened = await opened(links(keyed)[0]);
told.report = links(search("ภาคเรียนที่ ๒ ปีการศึกษา ๒๕๖๘").reports)[0];
search("ไม่มีคำนี้");
told.none = page.querySelector(".search [role=status]").textContent;
told.wide = page.documentElement.scrollWidth;
return told;
"""

WAYS = """
const opened = (address) => framed(INDEX + address, 375, 812);
const reached = (frame) => decodeURIComponent(frame.contentWindow.location.href).split("/outputs/")[1];
const ledOn = async (address) => {
  const frame = await opened(address);
  await until(() => !reached(frame).startsWith("index.html"));
  return reached(frame);
};
const last = (await opened("#next=round/LAST/dmc")).contentDocument;
const coded = (await opened("#CODED")).contentDocument;
return {
  next: await ledOn("#next=round/2568-1/dmc"),
  previous: await ledOn("#previous=round/2568-1/dmc"),
  here: reached(await opened("#report=round/2568-1/dmc")),
  none: last.querySelector('article[data-report="round/LAST/dmc"] .beside').textContent,
  coded: [...coded.querySelectorAll('[data-group="facts"] a')].map((link) => link.hash),
};
"""


def test_a_school_a_report_and_a_figure_are_found(driven: Callable[..., Any], made: Home) -> None:
    school = min(read_params(made.params).schools.values(), key=lambda one: one.smis)
    thai = school.smis.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    steps = SEARCH.replace("SCHOOL", json.dumps(school.name)).replace("CODE", json.dumps(thai))
    steps = steps.replace("INDEX", json.dumps((made.outputs / "index.html").as_uri()))
    told = driven("<body></body>", steps)
    count = len([*made.reports, "its page"])
    name, unfolded, shown = told["school"]
    assert name.startswith(f"{school.name} {school.smis}")
    assert (unfolded, told["code"]) == (True, shown)
    assert 10 <= shown <= count
    assert told["page"].endswith(f"/school/2568/{school.smis}/report.html")
    assert told["schoolOpened"][0] is True
    assert told["factOpened"] == [True, "นักเรียนทั้งหมด", ""]
    assert told["keyedOpened"][0] is False
    assert told["keyedOpened"][2]
    assert "/round/2568-2/" in told["report"]
    assert told["none"] == "ไม่พบ"
    assert told["wide"] == 375


def test_addresses_lead_on_to_rounds_reports_and_numbers(driven: Callable[..., Any], made: Home) -> None:
    last = max(report for report in made.reports if report.endswith("/dmc")).split("/")[1]
    steps = WAYS.replace("LAST", last).replace("CODED", number_code("pupils.total", ""))
    steps = steps.replace("INDEX", json.dumps((made.outputs / "index.html").as_uri()))
    told = driven("<body></body>", steps)
    assert told["next"] == "round/2568-2/dmc/report.html"
    assert told["previous"] == "round/2567-3/dmc/report.html"
    assert told["here"] == "index.html#report=round/2568-1/dmc"
    assert told["none"] == "ยังไม่มีรายงานรอบถัดไปของรายงานนี้"
    assert len(told["coded"]) > 1
    assert set(told["coded"]) == {"#f=pupils.total"}
