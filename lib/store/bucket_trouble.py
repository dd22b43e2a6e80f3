"""What went wrong at a bucket, in a sentence: never the store's own words, which may quote keys and signatures."""

from __future__ import annotations

import re
from typing import Final

from lib.domain.errors import Problem

#: The error's code in the store's answer, and the status of HTTP: words of a standard, no secrets.
_CODE: Final = re.compile(r"<Code>(\w{1,60})</Code>")
_STATUS: Final = re.compile(r"non-2xx status code: (\d{3})|status: (\d{3})")
NO_BUCKET: Final = "NoSuchBucket"
#: Signs in the library's text → a kind of trouble; the first that fits.
_SIGNS: Final = (
    (("RequestTimeTooSkewed",), "clock"),
    ((NO_BUCKET,), "bucket"),
    (("PermanentRedirect", "AuthorizationHeaderMalformed", "status code: 301", "status: 301"), "region"),
    (("status code: 403", "status: 403", "status code: 401", "status: 401"), "key"),
    (("kind: Timeout", "TimedOut", "timed out"), "silent"),
    (("kind: Connect", "kind: Request", "kind: Interrupted", "kind: Unknown"), "away"),
)


def trouble_at(place: str, error: Exception, seconds: float) -> Problem:
    """The sentence for what the client library raised at a place (``s3://…``); `seconds`: how long it was waited for."""
    told = f"{error} {error!r}"
    kind = next((kind for signs, kind in _SIGNS if any(sign in told for sign in signs)), "")
    sentences = {
        "clock": _clock(place),
        "bucket": _bucket(place),
        "region": _region(place),
        "key": _key(place),
        "silent": _silent(place, seconds),
        "away": _away(place),
    }
    return sentences.get(kind) or _other(place, told)


def no_keys(place: str) -> Problem:
    """Nobody said which keys open it."""
    return Problem(
        f"ยังไม่ได้ตั้งกุญแจของ {place} ตั้ง AWS_ACCESS_KEY_ID และ AWS_SECRET_ACCESS_KEY",
        f"There are no keys to {place}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    )


def no_address(variable: str) -> Problem:
    """What was set is no address of a bucket; it is not repeated, it may hold a password."""
    return Problem(
        f"ค่าของ {variable} ไม่ใช่ที่อยู่ของ bucket ต้องเป็น s3://ชื่อ-bucket หรือ s3://ชื่อ-bucket/โฟลเดอร์ ไม่มีกุญแจในนั้น",
        f"{variable} is no address of a bucket: it has to be s3://bucket or s3://bucket/folder, without keys in it.",
    )


def no_endpoint() -> Problem:
    """AWS_ENDPOINT_URL is no address of a server."""
    return Problem(
        "AWS_ENDPOINT_URL ใช้ไม่ได้ ต้องขึ้นต้นด้วย https:// ตามด้วยชื่อเครื่อง เช่น https://s3.example.org",
        "AWS_ENDPOINT_URL cannot be used: it has to be https:// and the name of a server, e.g. https://s3.example.org.",
    )


def not_whole(place: str, name: str) -> Problem:
    """What came is not what was put there."""
    return Problem(
        f"{name} ที่ {place} มาไม่ครบหรือเนื้อในเปลี่ยนไป ไม่ได้ใช้ ลองใหม่ หรือเลือกชุดอื่น",
        f"{name} at {place} came cut short or is not what was put there; it was not used. Try again, or choose another.",
    )


def _clock(place: str) -> Problem:
    return Problem(
        f"{place} ไม่รับ เพราะนาฬิกาของเครื่องนี้ต่างจากของที่นั่นมากเกินไป ตั้งนาฬิกาให้ตรง",
        f"{place} refuses because this machine's clock differs too much from its own: set the clock.",
    )


def _bucket(place: str) -> Problem:
    return Problem(
        f"ไม่พบ bucket ของ {place} สร้าง bucket ก่อน หรือตรวจชื่อและ AWS_ENDPOINT_URL",
        f"There is no such bucket: {place}. Make it first, or check its name and AWS_ENDPOINT_URL.",
    )


def _region(place: str) -> Problem:
    return Problem(
        f"{place} อยู่คนละ region กับที่ตั้งไว้ ตรวจ AWS_REGION และ AWS_ENDPOINT_URL",
        f"{place} lies in another region than the one that is set: check AWS_REGION and AWS_ENDPOINT_URL.",
    )


def _key(place: str) -> Problem:
    return Problem(
        f"{place} ไม่รับกุญแจนี้ ตรวจ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY และสิทธิแสดงรายการ อ่าน เขียน ลบของกุญแจ",
        f"{place} does not take this key: check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and that the key may list, "
        "read, write and delete.",
    )


def _silent(place: str, seconds: float) -> Problem:
    return Problem(
        f"{place} ไม่ตอบภายใน {seconds:g} วินาที ตรวจเครือข่าย",
        f"{place} did not answer within {seconds:g} seconds: check the network.",
    )


def _away(place: str) -> Problem:
    return Problem(
        f"ติดต่อ {place} ไม่ได้ หรือการเชื่อมต่อขาดกลางทาง ตรวจเครือข่ายและ AWS_ENDPOINT_URL",
        f"{place} cannot be reached, or the connection broke: check the network and AWS_ENDPOINT_URL.",
    )


def _other(place: str, told: str) -> Problem:
    status, code = _STATUS.search(told), _CODE.search(told)
    words = [status[1] or status[2] if status else "", code[1] if code else ""]
    answer = " ".join(word for word in words if word) or "?"
    return Problem(f"{place} ทำไม่สำเร็จ ({answer})", f"{place} failed ({answer}).")
