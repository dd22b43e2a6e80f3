"""A phone with KoboCollect or ODK on it: reads an XLSForm, fills it in, and hands the file back.

It knows the form from the XLSForm alone – its groups, repeats and names – as the real one does.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl


@dataclass
class Form:
    """Questions of an XLSForm: path → name; repeats with their own."""

    main: dict[str, str] = field(default_factory=dict)
    repeats: dict[str, dict[str, str]] = field(default_factory=dict)


def read_form(book: bytes) -> Form:
    """The questions as a device sees them."""
    rows = list(openpyxl.load_workbook(io.BytesIO(book))["survey"].iter_rows(values_only=True))
    kinds, names = rows[0].index("type"), rows[0].index("name")
    form, path, repeat = Form(), [], ""
    for row in rows[1:]:
        kind, name = str(row[kinds]).split()[0], str(row[names] or "")
        if kind in ("begin_group", "begin_repeat"):
            path.append(name)
            if kind == "begin_repeat":
                repeat = name
                form.repeats[name] = {}
        elif kind in ("end_group", "end_repeat"):
            path.pop()
            repeat = "" if kind == "end_repeat" else repeat
        elif kind != "note":
            place = form.repeats[repeat] if repeat else form.main
            place["/".join([*path, name])] = name
    return form


def answers(plain: Mapping[str, Any], within: str = "") -> dict[str, str]:
    """A record as a device stores it: values as text, several choices with spaces between them."""
    told = {}
    for name, value in plain.items():
        if (
            name in ("id", "no_answer")
            or value in (None, [], {})
            or (isinstance(value, list) and isinstance(value[0], dict))
        ):
            continue
        text = (
            " ".join(value)
            if isinstance(value, list)
            else str(value).lower()
            if isinstance(value, bool)
            else str(value)
        )
        told[f"{within}{name}"] = text
    for name, why in (plain.get("no_answer") or {}).items():
        told[f"{within}{name}__why"] = why
    return told


def kobo(form: Form, records: Sequence[tuple[str, Mapping[str, Any]]]) -> bytes:
    """KoboToolbox's export: one workbook, a tab a repeat, ``_index`` and ``_parent_index``."""
    book = openpyxl.Workbook()
    main = book.active
    assert main is not None
    main.title = "แบบสำรวจ"
    main.append(["start", "end", *form.main, "_id", "_uuid", "_submission_time", "_index"])
    tabs = {name: book.create_sheet(name) for name in form.repeats}
    for name, tab in tabs.items():
        tab.append([*form.repeats[name], "_index", "_parent_table_name", "_parent_index"])
    for index, (instance, plain) in enumerate(records, start=1):
        told = answers(plain)
        main.append(
            ["2026-11-20T09:00", "", *(told.get(n, "") for n in form.main.values()), index, instance, "", index]
        )
        for name, tab in tabs.items():
            for number, row in enumerate(plain.get(name) or (), start=1):
                inner = answers(row, f"{name}__")
                tab.append([*(inner.get(n, "") for n in form.repeats[name].values()), number, "แบบสำรวจ", index])
    for tab in book.worksheets:
        for cell in (c for row in tab.iter_rows() for c in row if isinstance(c.value, str)):
            cell.data_type = "s"  # Kobo writes text as text, an equals sign in front of it too
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def central(form: Form, records: Sequence[tuple[str, Mapping[str, Any]]], name: str = "household_survey") -> bytes:
    """ODK Central's export: a zip with a CSV a repeat, ``KEY`` and ``PARENT_KEY``, groups joined by dashes."""

    def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        out = io.StringIO()
        csv.writer(out).writerows([heads, *rows])
        return out.getvalue()

    dashed = [p.replace("/", "-") for p in form.main]
    files = {
        f"{name}.csv": table(
            ["SubmissionDate", *dashed, "KEY", "SubmitterID", "FormVersion"],
            [
                ["2026-11-20", *(answers(r).get(n, "") for n in form.main.values()), f"uuid:{i}", "7", "1"]
                for i, r in records
            ],
        )
    }
    for repeat, questions in form.repeats.items():
        rows = [
            [
                *(answers(row, f"{repeat}__").get(n, "") for n in questions.values()),
                f"uuid:{i}",
                f"uuid:{i}/{repeat}[{n}]",
            ]
            for i, record in records
            for n, row in enumerate(record.get(repeat) or (), start=1)
        ]
        files[f"{name}-{repeat}.csv"] = table([*(p.rsplit("/", 1)[-1] for p in questions), "PARENT_KEY", "KEY"], rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for file, text in files.items():
            bundle.writestr(file, text)
    return out.getvalue()
