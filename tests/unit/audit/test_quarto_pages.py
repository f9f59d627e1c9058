"""What Quarto made is compared with the report: a lost, changed or moved number, a half file, a missing mark or an
address is told."""

import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
import typst

from helpers.audit.quarto_addresses import addresses
from helpers.audit.quarto_pages import made_problems
from helpers.render.quarto.forms import Form, Format
from helpers.render.quarto.project import OUTPUT, project_files
from made_up.fake_quarto import write_fake_quarto
from unit.render.quarto.quarto_specimen import page

NAME = "round-2568-1-dmc"
Made = dict[str, bytes]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The documents of the report in all formats, as Quarto should make them."""
    folder = tmp_path_factory.mktemp("project")
    for name, content in project_files([page()], Form.DOCUMENTS, list(Format)).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    subprocess.run([write_fake_quarto(folder / "fake"), "render", folder], check=True)
    return {path.name: path.read_bytes() for path in (folder / OUTPUT).iterdir()}


def problems(made: Made) -> list[str]:
    return list(made_problems(made, [page()], Form.DOCUMENTS, list(Format)))


def in_html(made: Made, pattern: str, replacement: str) -> Made:
    text = made[f"{NAME}.html"].decode()
    changed = re.sub(pattern, replacement, text, count=1, flags=re.DOTALL)
    assert changed != text
    return {**made, f"{NAME}.html": changed.encode()}


def in_word(made: Made, part: str, change: Callable[[str], str]) -> Made:
    target = BytesIO()
    with ZipFile(BytesIO(made[f"{NAME}.docx"])) as source, ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if re.fullmatch(part, name):
                changed = change(content.decode())
                assert changed != content.decode()
                content = changed.encode()
            archive.writestr(name, content)
    return {**made, f"{NAME}.docx": target.getvalue()}


def test_what_is_as_it_should_be_has_no_problems(made: Made) -> None:
    assert sorted(made) == [f"{NAME}.docx", f"{NAME}.html", f"{NAME}.pdf"]
    assert problems(made) == []


@pytest.mark.parametrize("kind", list(Format))
def test_a_file_that_is_missing_empty_or_half_written_is_told(made: Made, kind: str) -> None:
    name = f"{NAME}.{kind}"
    assert problems({each: content for each, content in made.items() if each != name}) == [f"ไม่มี {name} หรือว่างเปล่า"]
    assert problems({**made, name: b""}) == [f"ไม่มี {name} หรือว่างเปล่า"]
    half = problems({**made, name: made[name][: len(made[name]) // 2]})
    assert any("เขียนไม่ครบ" in problem for problem in half)


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (r'<span class="fact".*?</span>', ""),
        (r'(<span class="fact"[^>]*>)24,060', r"\g<1>24,061"),
        (r'data-value="1200"', 'data-value="1201"'),
        (r'data-key="grade=ป.1;sex=ช"', 'data-key="grade=ป.2;sex=ช"'),
        (r"ข้อมูลตัวอย่าง มิใช่ข้อมูลจริง", "ข้อมูล"),
        (r'alt="แผนภูมิแท่ง', 'alt="'),
        (r"บ้านตัวอย่างวิทยาที่ 2", "บ้านตัวอย่างวิทยาที่ 3"),
        (r"ลดลงจากรอบก่อน", ""),
        (r"หมายเหตุ: ไม่รวม", "รวม"),
    ],
)
def test_a_page_that_says_anything_else_is_told(made: Made, pattern: str, replacement: str) -> None:
    assert problems(in_html(made, pattern, replacement))


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        (r"word/document\.xml", ">1200<", ">1201<"),
        (r"word/document\.xml", "ปีการศึกษานี้มีนักเรียน", "ปีการศึกษานี้มี"),
        (r"word/document\.xml", 'descr="แผนภูมิแท่ง', 'descr="'),
        (r"word/header\d*\.xml", "ข้อมูลตัวอย่าง", "ข้อมูล"),
    ],
)
def test_a_word_file_that_says_anything_else_is_told(made: Made, part: str, before: str, after: str) -> None:
    assert problems(in_word(made, part, lambda text: text.replace(before, after)))


def test_a_word_file_without_one_of_its_tables_is_told(made: Made) -> None:
    cut = in_word(
        made, r"word/document\.xml", lambda text: re.sub(r"<w:tbl>.*?</w:tbl>", "", text, count=1, flags=re.DOTALL)
    )
    assert any("ตาราง" in problem for problem in problems(cut))


def test_a_pdf_of_another_report_is_told(made: Made) -> None:
    other = page(probed=True)
    wrong = list(made_problems(made, [other], Form.DOCUMENTS, [Format.PDF]))
    assert any("ในตำแหน่งของข้อความนั้น" in problem for problem in wrong)


@pytest.mark.parametrize(
    ("name", "content", "address"),
    [
        ("a.html", '<script src="https://cdn.example/a.js"></script>', "https://cdn.example/a.js"),
        ("a.html", '<img srcset="a.png 1x, //cdn.example/b.png 2x">', "//cdn.example/b.png"),
        ("a.html", '<p style="background:url(http://x.example/a)">', "http://x.example/a"),
        ("a.html", "<style>@import 'https://x.example/a';</style>", "https://x.example/a"),
        ("a.html", '<meta http-equiv="refresh" content="0; url=https://x.example">', None),
        ("a.html", '<a href="file:///etc/passwd">', "file:///etc/passwd"),
        ("a.svg", '<svg><image xlink:href="http://x.example/a.png"/></svg>', "http://x.example/a.png"),
        ("a.css", "@font-face { src: url('https://x.example/a.woff') }", "https://x.example/a.woff"),
    ],
)
def test_an_address_that_leads_out_is_told(name: str, content: str, address: str | None) -> None:
    told = list(addresses(name, content.encode()))
    assert told
    assert address is None or told == [address]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", '<svg xmlns="http://www.w3.org/2000/svg"></svg><p title="http://x">http://x</p>'),
        ("a.html", '<a href="b.html#c"><img src="data:image/png;base64,//aa"></a><script>"https://x"</script>'),
        ("a.css", "/* https://x */ a { background: url(data:image/svg+xml,http://www.w3.org) }"),
        ("a.js", "fetch('https://x')"),
    ],
)
def test_words_and_names_are_no_addresses(name: str, content: str) -> None:
    assert list(addresses(name, content.encode())) == []


def test_links_of_word_and_pdf_files_are_addresses(made: Made) -> None:
    relation = (
        '<Relationship Id="x" Type="hyperlink" Target="https://x.example" TargetMode="External"/></Relationships>'
    )
    linked = in_word(made, r"word/_rels/document\.xml\.rels", lambda text: text.replace("</Relationships>", relation))
    assert list(addresses("a.docx", linked[f"{NAME}.docx"])) == ["https://x.example"]
    assert list(addresses("a.docx", made[f"{NAME}.docx"])) == []
    linked_pdf = typst.compile(b'#link("https://x.example")[a]')
    assert list(addresses("a.pdf", linked_pdf)) == ["https://x.example"]
    assert list(addresses("a.pdf", made[f"{NAME}.pdf"])) == []
