"""A public class has one name and one meaning: a reader who meets it knows where it comes from."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_two_classes_of_the_product_share_a_name() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "lib").rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(file.relative_to(ROOT).as_posix())
    assert len(homes) > 200, "the classes were looked for where they are"
    shared = {name: places for name, places in homes.items() if len(places) > 1}
    assert not shared, shared
