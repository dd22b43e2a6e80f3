"""One call forgets all that a process remembers; a new cache is in it, or says why it need not be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest

from lib import config
from lib.config import forget_everything, forget_with, forgettable, settings

ROOT = Path(__file__).parents[2]
CACHES = {"cache", "lru_cache", "cache_data", "cache_resource"}
HOLDERS = {"dict", "list", "set", "OrderedDict", "WeakKeyDictionary", "WeakValueDictionary", "defaultdict", "deque"}

_DECLARED = "worked out of the declared kinds, which do not change while the process runs"
_SHIPPED = "read from files that ship with the product"
_PURE = "a pure function of its arguments"
#: Caches that outlive `forget_everything`, with the reason.
KEPT = {
    "lib/config.py:_forgetting": "the registry itself",
    "lib/schema/record.py:specs": _DECLARED,
    "lib/schema/record.py:every_spec": _DECLARED,
    "lib/schema/record.py:shape": _DECLARED,
    "lib/schema/seeing.py:_public": _DECLARED,
    "lib/schema/record.py:typable": _DECLARED,
    "lib/schema/record.py:decided_by_the_app": _DECLARED,
    "lib/schema/record.py:_wanted_before_counting": _DECLARED,
    "lib/schema/record.py:limits": _DECLARED,
    "lib/schema/record.py:nested_fields": _DECLARED,
    "lib/web/light/boxes.py:_empty": _DECLARED,
    "lib/schema/household_result.py:tables_fed_by": _DECLARED,
    "lib/schema/household_result.py:share_tables": _DECLARED,
    "lib/store/household_rows.py:_columns": _DECLARED,
    "lib/ui/frame/light.py:_served": "servers of this process that answer light pages; each takes itself out",
    "lib/web/collector.py:_collector": "the one collector of the process, not something remembered",
    "lib/web/reconnecting.py:_unseen": "runs that are under way; each goes with its run",
    "lib/intake/heading_words.py:heading_words": _DECLARED,
    "lib/intake/heading_words.py:headings_known": _DECLARED,
    "lib/intake/column_match.py:_targets": _DECLARED,
    "lib/intake/column_match.py:_readings": _PURE,
    "lib/ui/frame/speech.py:words": _SHIPPED,
    "lib/store/reference.py:fingerprint": _SHIPPED,
    "lib/store/province_shapes.py:polygons": _SHIPPED,
    "lib/store/province_shapes.py:province_points": _SHIPPED,
    "lib/store/province_shapes.py:province_shapes": _SHIPPED,
    "lib/actions/imports/lookups.py:former_places": _SHIPPED,
    "lib/domain/canvas_rollup.py:_pairs": _PURE,
    "lib/domain/canvas_words.py:canonical": _PURE,
    "lib/domain/canvas_words.py:says_another_thing": _PURE,
    "lib/domain/thai_text.py:name_key": _PURE,
    "lib/intake/units.py:_patterns": _PURE,
    "lib/intake/workbook_part.py:_column_number": _PURE,
    "lib/intake/gazetteer.py:sound": _PURE,
    "lib/export/paper/word_breaks.py:thai_words": _PURE,
    "lib/export/paper/word_breaks.py:_dictionary": _SHIPPED,
    "lib/export/paper/word_breaks.py:get_ready": _SHIPPED,
    "lib/export/paper/fonts.py:glyphs": _SHIPPED,
    "lib/export/paper/text_layer.py:_outlines": _SHIPPED,
    "lib/export/paper/fonts.py:folder": "the fonts are the same in whatever folder they were made first",
    "lib/ui/maps/device_place.py:_component": "Streamlit takes a component's name once per process",
    "lib/ui/frame/followed.py:_component": "Streamlit takes a component's name once per process",
    "lib/ui/maps/assets.py:_cdn": "whether the network answers is asked once; a test's network does not change",
}


def remembered() -> Iterator[tuple[str, bool]]:
    """Every cache on top of a module of lib: (file:name, whether the one call empties it)."""
    for file in sorted((ROOT / "lib").rglob("*.py")):
        if "migrations" in file.parts:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        emptied = {
            _name(call.args[0].value)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            and _name(call.func) == "forget_with"
            and isinstance(call.args[0], ast.Attribute)
        }
        for node in tree.body:
            for name, registered in _caches(node):
                yield f"{file.relative_to(ROOT).as_posix()}:{name}", registered or name in emptied


def _caches(node: ast.stmt) -> Iterator[tuple[str, bool]]:
    if isinstance(node, ast.FunctionDef):
        over = [_name(d) for d in node.decorator_list]
        if CACHES & set(over):
            yield node.name, "forgettable" in over
    elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        value = node.value
        empty = isinstance(value, (ast.Dict, ast.List)) and not (
            value.keys if isinstance(value, ast.Dict) else value.elts
        )
        made = isinstance(value, ast.Call) and not value.args and _name(value.func) in HOLDERS
        wrapped = isinstance(value, ast.Call) and isinstance(value.func, ast.Call) and _name(value.func) in CACHES
        if empty or made or wrapped:
            yield from ((_name(target), False) for target in targets)


def _name(node: ast.expr) -> str:
    """Last part of a name, whatever is called or looked up."""
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_every_cache_is_emptied_by_the_one_call_or_says_why_not() -> None:
    found = dict(remembered())
    assert found["lib/store/opening.py:_opened"]
    assert found["lib/ui/imports/previews.py:_previews"]
    assert [name for name, registered in found.items() if not registered and name not in KEPT] == []
    assert [name for name in KEPT if found.get(name, True)] == [], "no longer there, or emptied after all"


def test_no_test_empties_a_cache_of_the_product_by_name() -> None:
    by_name = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in (ROOT / "tests").rglob("*.py")
        if file != Path(__file__)
        for line in file.read_text(encoding="utf-8").splitlines()
        if ".cache_clear()" in line or "st.cache_data.clear" in line or "st.cache_resource.clear" in line
    ]
    assert by_name == []


@pytest.mark.usefixtures("fresh_process")
def test_one_call_forgets_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(config, "_forgetting", [*config._forgetting])
    asked: list[str] = []

    @forgettable
    @cache
    def whole() -> int:
        asked.append("whole")
        return 1

    @forgettable
    @lru_cache(maxsize=2)
    def part(_of: str) -> int:
        asked.append("part")
        return 2

    held = {"a": 1}
    forget_with(held.clear)
    assert (whole(), whole(), part("a"), part("a")) == (1, 1, 2, 2)
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    forget_everything()
    assert held == {}
    assert settings().data_dir == tmp_path
    assert (whole(), part("a"), asked) == (1, 2, ["whole", "part", "whole", "part"])
