"""What a file of a table may weigh and hold: what is beyond is refused while it is read, before it fills the memory."""

from __future__ import annotations

MEGABYTE = 1024 * 1024
#: What an office's list may weigh, packed and unpacked.
MAX_BYTES, MAX_UNPACKED = 25 * MEGABYTE, 400 * MEGABYTE
MAX_ROWS, MAX_COLUMNS, MAX_TABS = 200_000, 1_000, 60
#: Cells of the smallest rectangle that holds everything in a tab.
MAX_AREA = 6_000_000
#: Letters in all cells of a workbook together; texts are kept once in a file but not in memory. While it is
#: read each takes some eight bytes: with more, pages and uploads beside it would need over 600 MB.
MAX_LETTERS = 15_000_000
#: Cells that merged cells may cover: lists merge a few rows, not whole sheets.
MAX_MERGED = 500_000
