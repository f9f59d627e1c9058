"""Words that invented people are made of. Nobody can be mistaken for them: each is a plain word and spoken digits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Texts = npt.NDArray[np.object_]

DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
FIRST_WORDS = ("ทดสอบ", "จำลอง", "สมมุติ", "ตัวอย่าง")
LAST_WORDS = ("นามสมมุติ", "สกุลทดสอบ", "สกุลจำลอง")
OCCUPATIONS = ("เกษตรกร", "รับจ้างทั่วไป", "ค้าขาย", "ธุรกิจส่วนตัว", "รับราชการ", "-")
RELATIONS = ("มารดา", "บิดา", "ปู่/ย่า", "ตา/ยาย")
BLOOD_GROUPS = ("O", "B", "A", "AB", "-")
PROVINCE = "จังหวัดตัวอย่าง"
TITLES = {(0, False): "เด็กชาย", (1, False): "เด็กหญิง", (0, True): "นาย", (1, True): "นางสาว"}
"""Title by sex (0 boy, 1 girl) and whether the pupil is 15 or older, when the young titles end."""
TITLE_CHANGES_AT = 15


def _word_list(words: tuple[str, ...], digits: int) -> Texts:
    spoken = ["".join(DIGITS[int(digit)] for digit in f"{number:0{digits}}") for number in range(10**digits)]
    return np.array([word + number for number in spoken for word in words], dtype=object)


FIRST_NAMES = _word_list(FIRST_WORDS, 3)
LAST_NAMES = _word_list(LAST_WORDS, 3)


def drawn(rng: np.random.Generator, words: Texts | tuple[str, ...], count: int) -> Texts:
    """`count` words, each as likely as the next."""
    return np.asarray(words, dtype=object)[rng.integers(0, len(words), count)]
