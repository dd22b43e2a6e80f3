"""Whole names are found anywhere; a part of one only where it stands for itself."""

from __future__ import annotations

import pytest

from lib.domain.naming_text import is_named, names_of

NAMES = names_of({"นายสมชาย ใจกว้าง", "Somchai Jaikwang", "0812345678"}, {"ใจดี"})


@pytest.mark.parametrize(
    "text",
    [
        "ติดต่อสมชาย ใจกว้างที่บ้าน",
        "ติดต่อนายสมชาย  ใจกว้าง",
        "สมชายใจกว้างเป็นประธาน",
        "โทร 0812345678 ตอนเย็น",
        "ลุงสมชายบอกว่าไม่มา",
        "คณะ: สมชาย, มานี",
        "สมชาย",
        "บ้านเลขที่ 5 (ใจกว้าง)",
        "met SOMCHAI at the market",
    ],
)
def test_it_names_the_person(text: str) -> None:
    assert is_named(text, NAMES)


@pytest.mark.parametrize(
    "text", ["กลุ่มออมทรัพย์บ้านโพธิ์", "คนใจกว้างช่วยกันทำ", "สมชายา", "คุณสมชายี", "Somchaiya village", "โทร 0812345679", ""]
)
def test_it_only_sounds_like_it(text: str) -> None:
    assert not is_named(text, NAMES)


def test_what_is_short_or_a_place_is_no_part_of_a_name() -> None:
    assert names_of({"มา นาดีงาม"}, {"นาดีงาม"}).parts == frozenset()
    assert names_of({"คุณมาลี แสงทอง"}).parts == {"คุณมาลี", "มาลี", "แสงทอง"}
    assert names_of({"นายิกา แสงทอง"}).parts == {"นายิกา", "แสงทอง"}, (
        "no form of address, but a name that begins like one"
    )
    assert "มาลี แสงทอง" in names_of({"คุณมาลี แสงทอง"}).whole
