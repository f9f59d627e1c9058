"""The embedded fonts: what the page needs, nothing else, always the same bytes."""

import base64
import re
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from helpers.lettering import ALWAYS, WEIGHTS, font_faces, subset_woff2

THAI = "กู้ชื่อ"


def opened(content: bytes) -> TTFont:
    return TTFont(BytesIO(content))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_subset_holds_its_characters_and_no_others(weight: int) -> None:
    assert {chr(code) for code in opened(subset_woff2(weight, THAI)).getBestCmap()} == set(THAI)


def test_the_vowel_that_browsers_take_apart_brings_its_parts() -> None:
    assert {chr(code) for code in opened(subset_woff2(400, "ทำ")).getBestCmap()} == {*"ทำ", "\u0e4d", "า"}


def test_thai_marks_still_find_their_places() -> None:
    features = opened(subset_woff2(400, THAI))["GPOS"].table.FeatureList.FeatureRecord
    assert {"mark", "mkmk"} <= {record.FeatureTag for record in features}


def test_the_same_characters_give_the_same_bytes() -> None:
    first = subset_woff2(700, THAI)
    subset_woff2.cache_clear()
    assert subset_woff2(700, THAI) == first
    assert font_faces(THAI) == font_faces(THAI[::-1])


def test_both_weights_travel_in_the_style_with_what_readers_may_type() -> None:
    faces = re.findall(r"font-weight:(\d+);src:url\(data:font/woff2;base64,([^)]+)\)", font_faces("ก"))
    assert [int(weight) for weight, _ in faces] == [400, 700]
    for _, content in faces:
        assert {chr(code) for code in opened(base64.b64decode(content)).getBestCmap()} == {*ALWAYS, "ก"}


def test_a_character_that_the_font_lacks_is_no_error() -> None:
    assert opened(subset_woff2(400, "ก漢")).getBestCmap().keys() == {ord("ก")}
