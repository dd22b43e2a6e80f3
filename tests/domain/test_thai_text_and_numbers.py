"""Thai text is cleaned without losing anything visible; numbers are read as written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.thai_number import format_number, format_share, parse_number
from lib.domain.thai_text import clean_text, spelling, thai_sort_key, to_ascii_digits


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("นํ้า", "น้ำ"),
        ("นํา", "นำ"),
        ("เเม่", "แม่"),
        ("ก\u200bข", "กข"),
        ("\ufeffกข\u00a0ค ", "กข ค"),
        ("ที\u0e48", "ที่"),
        ("ท\u0e48\u0e35", "ที่"),
        ("a\u202eb", "ab"),
        ("ก\x00ข", "กข"),
        ("1\r\n2", "1\n2"),
    ],
)
def test_one_word_has_one_spelling(typed: str, meant: str) -> None:
    assert clean_text(typed) == meant


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


def test_thai_words_sort_as_in_the_dictionary() -> None:
    words = ["แพร่", "กระบี่", "เชียงใหม่", "ชลบุรี", "ขอนแก่น", "เลย", "ลำพูน", "กาญจนบุรี"]
    assert sorted(words, key=thai_sort_key) == ["กระบี่", "กาญจนบุรี", "ขอนแก่น", "ชลบุรี", "เชียงใหม่", "แพร่", "ลำพูน", "เลย"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("๑,๒๐๐ บาท", 1200), ("1,200.50", Decimal("1200.50")), ("-3", -3), ("฿5", 5), ("12 คน", 12)]
)
def test_numbers_are_read_as_people_write_them(typed: str, meant: object) -> None:
    assert parse_number(typed) == meant


@pytest.mark.parametrize("typed", ["", "สิบ", "1-2", "NaN", "Infinity", "1 2 3 x"])
def test_what_is_no_number_is_not_guessed(typed: str) -> None:
    assert parse_number(typed) is None


def test_numbers_and_shares_are_told_honestly() -> None:
    assert (format_number(1799), format_number(None), format_number(2.5, 1)) == ("1,799", "–", "2.5")
    assert (format_share(1, 500), format_share(499.9, 500), format_share(1, 2)) == ("<1%", ">99%", "50%")
    assert (format_share(0, 5), format_share(5, 5), format_share(1, 0)) == ("0%", "100%", "–")
    assert to_ascii_digits("๐๙") == "09"


THAI = st.text(alphabet="กนบมพสเแโใไะัาำิีืุู็่้๊๋์ํๆ \u200b\uf70a\uf712a", max_size=24)


@given(THAI)
def test_one_normal_form_is_reached_at_once(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert not set(once) & set("\u200b\uf70a\uf712")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("นำ้พริก", "น้ำพริก"),
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("นาํ้", "น้ำ"),
        ("ที่่บ้าน", "ที่บ้าน"),
        ("บา้น", "บ้าน"),
        ("ป\uf70aาชุมชน", "ป่าชุมชน"),
        ("ปู\uf70b", "ปู้"),
        ("สิทธ์ิ", "สิทธิ์"),
        ("เเม่", "แม่"),
        ("ผู้้ใหญ่", "ผู้ใหญ่"),
        ("ก\u3164ข\u2800", "กข"),
    ],
)
def test_a_word_typed_in_another_order_is_the_same_word(typed: str, meant: str) -> None:
    assert clean_text(typed) == meant
    assert spelling(typed) == spelling(meant)
