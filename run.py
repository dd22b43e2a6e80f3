# -*- coding: utf-8 -*-
"""The one command of ทุนชุมชน · Thun Chumchon: sets itself up, then runs what was asked for.

    python3 run.py          start the app            python3 run.py help     every command

This file alone must parse on any Python, 2.7 included, so that an old one can be told kindly.
Nothing newer than Python 2.7 may stand here; the work is done in tools/ (standard library only).
"""

from __future__ import unicode_literals

import sys

if sys.version_info < (3, 11):
    SENTENCE = (
        "ต้องใช้ Python 3.11 ขึ้นไป แต่เครื่องนี้เปิดด้วย Python {0}.{1} – "
        "ติดตั้งรุ่นใหม่จาก python.org แล้วเปิดด้วยรุ่นนั้น เช่น python3.12 run.py (Windows: py -3.12 run.py)\n"
        "Python 3.11 or newer is needed, but this is Python {0}.{1}: "
        "install a newer one from python.org, then start with it, "
        "e.g. python3.12 run.py (Windows: py -3.12 run.py)\n"
    )
    # Bytes, because an old console encoding would answer Thai text with a traceback.
    getattr(sys.stderr, "buffer", sys.stderr).write(
        SENTENCE.format(sys.version_info[0], sys.version_info[1]).encode("utf-8")
    )
    sys.exit(1)

if __name__ == "__main__":
    from tools.commands import main

    sys.exit(main(sys.argv[1:]))
