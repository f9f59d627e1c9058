from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.audit.disclosure import refuse_disclosure
from helpers.errors import DataQualityError
from helpers.identifiers import citizen_check_digit, keyed_digest, name_digest

KEY = b"k" * 32
FIRST_TWELVE = "110170023070"
NUMBER = FIRST_TWELVE + citizen_check_digit(FIRST_TWELVE)
WRONG = FIRST_TWELVE + str((int(NUMBER[-1]) + 1) % 10)
DASHED = f"{NUMBER[0]}-{NUMBER[1:5]}-{NUMBER[5:10]}-{NUMBER[10:12]}-{NUMBER[12]}"
NAMES = [name_digest(name, KEY) for name in ("สมมติ นามสมมติ", "สมมุติ ณ สมมุติ", "Jane Example", "กำพล น้ำใส")]


def refuse(text: str, name: str = "report.html") -> None:
    refuse_disclosure({name: text.encode()}, NAMES, KEY, "round/2568-1/dmc")


@pytest.mark.parametrize(
    "text",
    [
        f"เลข {NUMBER}",
        f"เลข{NUMBER}",
        f"<td>{NUMBER}</td>",
        f'"{NUMBER}"',
        f"ลงท้ายด้วยจุด {NUMBER}.",
        rf'"text": "แถว\n{NUMBER}\t"',
        f"บัตร {DASHED}",
        "รหัส G123456789012",
        "ชื่อ สมมติ นามสมมติ",
        "<td>สมมติ</td><td>นามสมมติ</td>",
        "เด็กชาย สมมติ  นามสมมติ อายุ 7 ปี",
        "คุณสมบัติ: สมมุติ ณ สมมุติ",
        "Miss Jane Example",
        r'"สมมติ\nนามสมมติ"',
        "สมมติ\u00a0\u00a0นามสมมติ",
        "สม\u200bมติ\u2060 นามสมมติ",
        "สมมติ&nbsp;นาม&#3626;มมติ",
        r"\u0e2a\u0e21\u0e21\u0e15\u0e34 \u0e19\u0e32\u0e21\u0e2a\u0e21\u0e21\u0e15\u0e34",
        "นามสมมติ สมมติ",
        "นามสมมติ, ด.ช.สมมติ",
        "ณ สมมุติ สมมุติ",
        "Example, Jane",
        *(f"{title}สมมติ นามสมมติ" for title in ("ด.ช.", "ดช.", "ดช", "ด.ญ. ", "เด็กชาย", "นาย", "นางสาว", "น.ส.")),
        "สม<wbr>มติ นาม<wbr>สมมติ",
        '<td\nclass="name">สมมติ</td\n><td>นามสมมติ</td>',
        "<span>สมมติ</span><br>\n<b>นามสมมติ</b>",
        "ก\u0e4d\u0e32พล น\u0e49\u0e4d\u0e32ใส",
        "กำพล น\u0e4d\u0e49\u0e32ใส",
    ],
)
def test_a_pupils_number_or_name_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(DataQualityError) as refused:
        refuse(text)
    assert refused.value.where == "round/2568-1/dmc/report.html"
    assert not any(word in str(refused.value) for word in (NUMBER, DASHED, "นามสมมติ", "G123456789012"))


@pytest.mark.parametrize(
    "text",
    [
        f"เลขที่ไม่ใช่ของใคร {WRONG}",
        f"แฮช a{NUMBER}f",
        f"ยอดเงิน 0.{NUMBER}",
        f"ยาวกว่า 9{NUMBER}",
        "สมมติ เท่านั้น",
        "นามสมมติ ด.ช.",
        "สมมติ และ นามสมมติ",
        "",
    ],
)
def test_what_identifies_nobody_passes(text: str) -> None:
    refuse(text)


@pytest.mark.parametrize("name", ["report.ipynb", "facts.csv", "manifest.json", "findings.csv", "error.txt"])
def test_every_text_is_looked_into(name: str) -> None:
    with pytest.raises(DataQualityError, match=name):
        refuse(NUMBER, name)


def test_a_name_after_a_picture_and_in_the_second_of_two_texts_is_seen() -> None:
    picture = f'<img src="data:image/png;base64,{"QUJD" * 40}=="> '
    passes = {"facts.csv": b"Jane and Example", "report.html": f"{picture} Jane Example".encode()}
    with pytest.raises(DataQualityError, match=r"report\.html"):
        refuse_disclosure(passes, NAMES, KEY, "x")
    with pytest.raises(DataQualityError):
        refuse("base64,Jane Example")


def test_without_pupils_only_numbers_are_looked_for() -> None:
    refuse_disclosure({"report.html": "สมมติ นามสมมติ".encode()}, (), KEY, "x")
    with pytest.raises(DataQualityError):
        refuse_disclosure({"report.html": NUMBER.encode()}, (), KEY, "x")


@pytest.mark.parametrize("names", [NAMES, [keyed_digest("Jane Example", KEY)]], ids=["as now", "without a beginning"])
def test_digests_of_an_earlier_version_of_the_program_are_looked_up_too(names: list[str]) -> None:
    with pytest.raises(DataQualityError):
        refuse_disclosure({"report.html": b"one of them is Jane Example"}, names, KEY, "x")
    refuse_disclosure({"report.html": b"Jane is no Example"}, names, KEY, "x")


@given(words=st.lists(st.sampled_from(("สม", "หมาย", "ณ", "Jane", "ดี")), max_size=9))
def test_every_few_words_in_a_row_are_looked_up_as_a_name_in_both_orders(words: list[str]) -> None:
    thai = [word for word in words if word != "Jane"]
    names = {" ".join(thai[at : at + length]) for length in (2, 3, 4) for at in range(len(thai) - length + 1)}
    turned = {" ".join((*run[by:], *run[:by])) for run in map(str.split, names) if len(run) < 4 for by in (1, 2)}
    for name in ("สม หมาย", "สม ณ หมาย", "ดี สม ณ หมาย"):
        stated = name in names | turned
        text = {"report.html": " <b>1</b> ".join(words).encode()}
        with pytest.raises(DataQualityError) if stated else nullcontext():
            refuse_disclosure(text, [name_digest(name, KEY)], KEY, "x")


@pytest.mark.parametrize(
    "name",
    [
        "ด.ช.สมมติ นามสมมติ",
        "สม-มติ นามสมมติ",
        "ส.มติ สมมุติ",
        "สมมติ ดี(เดิม)",
        "Jane O'Example",
        "Ngô Example",
        "สม\u200bมติ ดี",
        "หนึ่ง สอง สาม สี่ ห้า",
        "ก\u0e4d\u0e32พล ดี",
        "นายสมมติ  ดี",
    ],
)
def test_a_delivered_name_with_marks_a_title_or_many_words_is_seen_as_it_stands(name: str) -> None:
    for text in (f"<td>{name}</td>", f"ชื่อ {name} อายุ 7 ปี"):
        with pytest.raises(DataQualityError):
            refuse_disclosure({"report.html": text.encode()}, [name_digest(name, KEY)], KEY, "x")


@pytest.mark.parametrize("delivered", ["ด.ช.สมมติ นามสมมติ", "นายสมมติ  นามสมมติ", "สม\u200bมติ นามสมมติ"])
def test_a_name_delivered_with_title_or_marks_is_seen_where_it_is_written_plainly(delivered: str) -> None:
    with pytest.raises(DataQualityError):
        refuse_disclosure({"report.html": "สมมติ นามสมมติ".encode()}, [name_digest(delivered, KEY)], KEY, "x")
