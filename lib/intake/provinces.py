"""How people write provinces: the usual two-letter abbreviations and everyday names.

Keys are `choosing.key` spellings without จ./จังหวัด; values are DOPA codes.
"""

from __future__ import annotations

#: Two-letter (Bangkok: three) abbreviations in official Thai use, by DOPA code.
_LETTERS = (
    "กทม 10|สป 11|นบ 12|ปท 13|อย 14|อท 15|ลบ 16|สห 17|ชน 18|สบ 19|ชบ 20|รย 21|จบ 22|ตร 23|ฉช 24|"
    "ปจ 25|นย 26|สก 27|นม 30|บร 31|สร 32|ศก 33|อบ 34|ยส 35|ชย 36|อจ 37|บก 38|นภ 39|ขก 40|อด 41|"
    "ลย 42|นค 43|มค 44|รอ 45|กส 46|สน 47|นพ 48|มห 49|ชม 50|ลพ 51|ลป 52|อต 53|พร 54|นน 55|พย 56|"
    "ชร 57|มส 58|นว 60|อน 61|กพ 62|ตก 63|สท 64|พล 65|พจ 66|พช 67|รบ 70|กจ 71|สพ 72|นฐ 73|สค 74|"
    "สส 75|พบ 76|ปข 77|นศ 80|กบ 81|พง 82|ภก 83|สฎ 84|รน 85|ชพ 86|สข 90|สต 91|ตง 92|พท 93|ปน 94|"
    "ยล 95|นธ 96"
)
#: Names in daily use that are not the full official one.
_SPOKEN = (
    "กรุงเทพ 10|กรุงเทพฯ 10|กทมฯ 10|บางกอก 10|ปากน้ำ 11|อยุธยา 14|กรุงเก่า 14|แปดริ้ว 24|ปราจีน 25|"
    "โคราช 30|บุรีรัมย 31|อุบล 34|อุบลฯ 34|อำนาจ 37|หนองบัว 39|ขอนแก่ง 40|อุดร 41|อุดรฯ 41|สารคาม 44|"
    "กาฬสิน 46|สกล 47|แม่ฮ่องสอน 58|ปากน้ำโพ 60|อุทัย 61|กำแพง 62|พิดโลก 65|สองแคว 65|กาญจน์ 71|กาญ 71|"
    "กาญจน 71|สุพรรณ 72|มหาชัย 74|แม่กลอง 75|เพชร 76|ประจวบ 77|ประจวบฯ 77|เมืองคอน 80|นครศรี 80|นครศรีฯ 80|"
    "สุราษฎร์ 84|สุราษฎร์ฯ 84|สุราด 84"
)

#: Province → provinces whose districts were once its own (acts of B.E. 2515, 2520, 2525, 2536 and
#: 2554): lists older than that, and people who grew up there, still write the old one.
HEIRS = {
    "TH-25": ("TH-27",),  # ปราจีนบุรี → สระแก้ว
    "TH-34": ("TH-35", "TH-37"),  # อุบลราชธานี → ยโสธร อำนาจเจริญ
    "TH-41": ("TH-39",),  # อุดรธานี → หนองบัวลำภู
    "TH-43": ("TH-38",),  # หนองคาย → บึงกาฬ
    "TH-48": ("TH-49",),  # นครพนม → มุกดาหาร
    "TH-57": ("TH-56",),  # เชียงราย → พะเยา
}


def spoken() -> dict[str, str]:
    """Spelling → DOPA code of everything above."""
    pairs = (entry.rsplit(" ", 1) for entry in f"{_LETTERS}|{_SPOKEN}".split("|"))
    return dict(pairs)
