"""Turns what pip (or the disk) complains about into one sentence with the fix."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tools.speech import RUN, Trouble

WORDS_OF_A_BAD_CERTIFICATE = ("CERTIFICATE_VERIFY_FAILED", "SSLError", "SSLCertVerificationError")
WORDS_OF_NO_NETWORK = (
    "NewConnectionError",
    "Failed to establish a new connection",
    "Connection refused",
    "ConnectTimeout",
    "ReadTimeout",
    "Read timed out",
    "ProtocolError",
    "ProxyError",
    "NameResolutionError",
    "Temporary failure in name resolution",
    "getaddrinfo failed",
    "Network is unreachable",
    "connection broken by",
    "Could not fetch URL",
)
WORDS_OF_NO_ROOM = ("No space left on device", "not enough space on the disk", "Disk quota")
WORDS_OF_NO_LEAVE = ("Permission denied", "Access is denied", "Read-only file system", "WinError 5]", "WinError 32]")
WORDS_OF_NO_READY_MADE_PACKAGE = (
    "No matching distribution found",
    "Failed building wheel",
    "Failed to build",
    "metadata-generation-failed",
    "requires a different Python",
)


def trouble_with_pip(words: Sequence[str]) -> Trouble:
    """Reads pip's words from the most particular cause to the most general."""
    text = "\n".join(words)
    # A network cause also ends in "No matching distribution found", so it is asked for first.
    if _any(WORDS_OF_A_BAD_CERTIFICATE, text):
        return Trouble(
            "เครือข่ายนี้ใช้ใบรับรองที่ Python ไม่รู้จัก – ตรวจวันที่ของเครื่อง ลองเน็ตจากมือถือ หรือขอให้ฝ่ายไอที"
            f"ตั้งค่า PIP_CERT แล้วสั่ง {RUN} อีกครั้ง",
            "This network uses a certificate that Python does not know: check the machine's date, "
            f"try a phone hotspot or ask IT to set PIP_CERT, then run {RUN} again.",
        )
    if _any(WORDS_OF_NO_NETWORK, text):
        return Trouble(
            "ดาวน์โหลดส่วนประกอบไม่ได้ เพราะต่ออินเทอร์เน็ตไม่ได้ – ต่อเน็ต (หรือตั้งค่าพร็อกซีของสำนักงาน) "
            f"แล้วสั่ง {RUN} อีกครั้ง ต้องใช้เน็ตเฉพาะตอนติดตั้ง",
            "What is needed could not be downloaded because the network does not answer: connect "
            f"(or set the office proxy) and run {RUN} again; only installing needs the network.",
        )
    if _any(WORDS_OF_NO_ROOM, text):
        return _no_room()
    if _any(WORDS_OF_NO_LEAVE, text):
        return Trouble(
            f"เขียนไฟล์ในโฟลเดอร์ .venv ไม่ได้ – ปิดหน้าต่างที่เปิดระบบนี้ค้างไว้ (หรือโปรแกรมที่ใช้โฟลเดอร์นี้) แล้วสั่ง {RUN} อีกครั้ง",
            "Files in .venv cannot be written: close the window where the app still runs (or "
            f"whatever uses this folder) and run {RUN} again.",
        )
    if _any(WORDS_OF_NO_READY_MADE_PACKAGE, text):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return Trouble(
            f"ส่วนประกอบบางตัวไม่มีสำหรับ Python {version} บนเครื่องนี้ – ลบโฟลเดอร์ .venv แล้วเปิดด้วย "
            "Python 3.11–3.14 แบบ 64 บิต (x64 บน Windows) จาก python.org; "
            "รายละเอียดอยู่ใน .venv/pip.log",
            f"Something that is needed does not exist for Python {version} on this machine: delete "
            "the folder .venv and start with a 64-bit Python 3.11–3.14 (x64 on Windows) from "
            "python.org; details are in .venv/pip.log.",
        )
    last = next((line for line in reversed(words) if line.startswith("ERROR:")), "")
    return Trouble(
        f"ติดตั้งไม่สำเร็จ {last} – สั่ง {RUN} อีกครั้ง ถ้ายังไม่ได้ ส่งไฟล์ .venv/pip.log ให้ผู้ดูแล",
        f"Installing did not work. {last} Run {RUN} again; if it fails again, send the file "
        ".venv/pip.log to whoever helps you.",
    )


def no_room_or_no_leave(folder: Path, problem: OSError) -> Trouble:
    """The project's folder itself refuses to be written."""
    if _any(WORDS_OF_NO_ROOM, str(problem)):
        return _no_room()
    return Trouble(
        f"เขียนไฟล์ในโฟลเดอร์ {folder} ไม่ได้ ({problem.strerror or problem}) – "
        f"ย้ายโครงการไปไว้ในโฟลเดอร์ของคุณเอง เช่น Documents แล้วสั่ง {RUN} อีกครั้ง",
        f"The folder {folder} cannot be written ({problem.strerror or problem}): move the project "
        f"to a folder of your own, e.g. Documents, and run {RUN} again.",
    )


def _no_room() -> Trouble:
    return Trouble(
        f"พื้นที่ดิสก์ไม่พอ – ต้องว่างราว 1.5 GB สำหรับติดตั้ง ลบไฟล์ที่ไม่ใช้แล้วสั่ง {RUN} อีกครั้ง",
        f"The disk is full: about 1.5 GB must be free to install; make room and run {RUN} again.",
    )


def _any(signs: Sequence[str], text: str) -> bool:
    return any(sign in text for sign in signs)
