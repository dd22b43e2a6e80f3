"""One XML part of a workbook, scanned in pieces: how far its cells reach, how long its texts are, which show no value.

A strict XML parser walks every part: patterns over bytes can be misled by another order of attributes,
a prefix or a name of a part.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from lib.domain.a1 import address
from lib.intake.file_limits import MAX_AREA, MAX_COLUMNS, MAX_ROWS
from lib.intake.refusal import damaged, refused


class PartScan:
    """What a part turns out to hold while its bytes are fed to it.

    A cell ends where the next one begins; listening to every end tag would cost a third more.
    """

    def __init__(self) -> None:
        self.broken = False
        self.blind: set[tuple[int, int]] = set()
        #: Letters in cells, numbers of the shared texts that cells point at, and their lengths.
        self.letters, self.pointers, self.lengths = 0, array("Q"), array("Q")
        self._row = self._column = self._last_row = self._last_column = 0
        self._kind, self._formula, self._value, self._filled = "", False, False, False
        self._open, self._fresh = "", False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, piece: bytes) -> None:
        """The next bytes; what is no XML (a picture) is not looked at further."""
        if not self.broken:
            try:
                self._parser.Parse(piece, False)
            except (expat.ExpatError, ValueError, OverflowError):
                self.broken = True

    def close(self) -> None:
        """The part ends here."""
        if not self.broken:
            try:
                self._parser.Parse(b"", True)
                self._settle()
            except expat.ExpatError:
                self.broken = True

    def _doctype(self, *_: Any) -> None:
        raise damaged()

    def _start(self, name: str, said: dict[str, str]) -> None:
        tag = name if ":" not in name else name.rpartition(":")[2]
        if tag == "v":
            self._open, self._filled = tag, True
            # A formula whose value is the empty text was calculated: <v></v> of type str.
            self._value = self._kind == "str"
        elif tag == "c":
            if self._filled:
                self._settle()
            if at := said.get("r"):
                letters = at.rstrip("0123456789")
                self._row, self._column = int(at[len(letters) :]), _column_number(letters)
            else:  # both may be left out: the next one then
                self._column += 1
            self._kind, self._open = said.get("t", ""), ""
            self._formula = self._value = False
        elif tag == "row":
            self._settle()
            self._row = int(said["r"]) if "r" in said else self._row + 1
            self._column = 0
        elif tag == "si":
            self.lengths.append(0)
        elif tag == "t":
            self._open = tag
        elif tag in ("f", "is") and self._fresh:
            self._open, self._filled, self._formula = tag, True, tag == "f"
        else:  # what follows the cells (the formula of a dropdown) is no cell's value
            self._open = ""
        self._fresh = tag == "c"  # a formula or a text of its own comes first in a cell

    def _text(self, data: str) -> None:
        if self._open == "v":
            if self._kind == "s":
                if digits := data.strip():
                    self.pointers.append(int(digits))
            else:
                self._value = self._value or not data.isspace()
                self.letters += len(data)
        elif self._open == "t":
            if self.lengths:
                self.lengths[-1] += len(data)
            else:
                self.letters += len(data)

    def _settle(self) -> None:
        """The cell that was open is complete."""
        if self._filled:
            self._filled = False
            if self._row > self._last_row or self._column > self._last_column:
                self._near_enough()
            if self._kind == "e" or (self._formula and not self._value and self._kind != "s"):
                self.blind.add((self._row - 1, self._column - 1))

    def _near_enough(self) -> None:
        """Refuse cells so far out that the rectangle around all of them would not fit in memory."""
        self._last_row = row = max(self._row, self._last_row)
        self._last_column = column = max(self._column, self._last_column)
        if row > MAX_ROWS or column > MAX_COLUMNS or row * column > MAX_AREA:
            where = address(self._row - 1, self._column - 1)
            raise refused(
                f"มีข้อมูลที่ช่อง {where} ซึ่งไกลเกินตารางปกติ (ไม่เกิน {MAX_ROWS:,} แถว {MAX_COLUMNS:,} คอลัมน์) ลบช่องที่ไม่ใช้ หรือแบ่งแฟ้ม",
                f"There is something in cell {where}, too far out (at most {MAX_ROWS:,} rows, {MAX_COLUMNS:,} columns). Delete unused cells or split the file",
            )


@lru_cache(maxsize=2_000)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
