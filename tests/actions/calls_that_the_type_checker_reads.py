"""Wrong presses of buttons. Each ignore is needed: were a wrong call let through, the check of types
(``python3 run.py check``) would fail, because an ignore that ignores nothing is an error there."""

from __future__ import annotations

from datetime import date

from lib.actions.acts import Acts, acts_of
from lib.actions.records.saving import Saved


def wrong_calls(acts: Acts) -> None:
    acts.records.save("evidence")  # type: ignore[call-arg]
    acts.records.save("evidence", {}, base_revision="1")  # type: ignore[arg-type]
    acts.records.verify("tambon_progress", "tp-1", 3)  # type: ignore[arg-type]
    acts.records.keep_draft("", "person", "", {})  # type: ignore[call-arg, arg-type]
    acts.look_alikes.merge("person", "a")  # type: ignore[call-arg]
    acts.canvas.certify("cv-1", "today", "", None)  # type: ignore[arg-type]
    acts.canvas.put("cv-1", "canvas_item", {}, record="ci-1")  # type: ignore[call-arg]
    acts.workspace.certify("tw-1", date(2026, 1, 1), by=1)  # type: ignore[call-arg, arg-type]
    acts.workspace.records.withdraw("lesson")  # type: ignore[call-arg]
    acts.households.check("hs-1", 5)  # type: ignore[arg-type]
    acts.imports.apply("job-1")  # type: ignore[arg-type]
    acts.sheets.settle("m-1", True)  # type: ignore[call-arg]
    acts.sheets.look()  # type: ignore[attr-defined]


def wrong_results(acts: Acts) -> None:
    saved: Saved = acts.records.verify("tambon_progress", "tp-1", "ก")  # type: ignore[assignment]
    print(saved, acts.records.save("evidence", {}).canvas)  # type: ignore[attr-defined]
    print(acts.canvas.start({}).revision)  # type: ignore[attr-defined]


def a_reader_forgotten() -> None:
    from lib.access.actors import READER
    from lib.store.opening import opened

    print(acts_of(opened(), READER).records)  # type: ignore[union-attr]
