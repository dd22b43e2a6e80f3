"""Sets one document and ends: template, form and font folder as arguments, data on standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def limit() -> None:
    """Bounds on time and memory, where the system has them."""
    try:
        import resource
    except ImportError:  # Windows: the parent's time-out has to do
        return
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))


def main() -> None:
    """Set the document; each page goes out with its length before it."""
    limit()
    import typst

    template, form, folder = sys.argv[1:4]
    here = Path(__file__).resolve().parent / "templates"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    told: dict[str, Any] = {"pdf_standards": "a-2u"} if form == "pdf" else {"ppi": 120.0}
    typeset: Any = typst.compile
    made = typeset(
        str(here / f"{Path(template).name}.typ"),
        root=str(here),
        font_paths=fonts,
        format=form,
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        **told,
    )
    for page in made if isinstance(made, list) else [made]:
        sys.stdout.buffer.write(len(page).to_bytes(8, "big") + page)


main()
