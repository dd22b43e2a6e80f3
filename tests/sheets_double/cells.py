"""One cell: what it holds, how typed text becomes a value, how a value is shown."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from tests.sheets_double.formats import EPOCH, shown_as

_NUMBER = re.compile(r"^[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][-+]?\d+)?$")
_BY_SLASHES = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")


class Cell(NamedTuple):
    """A cell. `value` is what stands there after calculation; None for nothing."""

    value: str | float | bool | None = None
    formula: str | None = None
    #: userEnteredFormat, JSON.
    style: Any = None
    note: str | None = None
    rule: Any = None

    @property
    def holds(self) -> bool:
        """Whether anything can be read in it."""
        return self.value is not None and self.value != ""


BLANK = Cell()


def number_type(cell: Cell) -> str:
    """TEXT, DATE, … or '' for automatic."""
    return str(((cell.style or {}).get("numberFormat") or {}).get("type", ""))


def typed(old: Cell, text: Any, *, day_first: bool = True) -> Cell:
    """What becomes of a cell when a person (or USER_ENTERED) types into it."""
    if not isinstance(text, str):
        return raw(old, text)
    if number_type(old) == "TEXT":
        return old._replace(value=text, formula=None)
    if text.startswith("'"):
        return old._replace(value=text[1:], formula=None)
    if text.startswith("=") and len(text) > 1:
        return old._replace(value=calculated(text), formula=text)
    bare = text.strip()
    if bare.upper() in ("TRUE", "FALSE"):
        return old._replace(value=bare.upper() == "TRUE", formula=None)
    number = bare.removesuffix("%")
    if any(c.isdigit() for c in number) and number.isascii() and _NUMBER.match(number):
        value = float(number.replace(",", ""))
        places = ".00" if "." in number else ""
        if number != bare:
            return _as(old, value / 100, "PERCENT", f"0{places}%")
        if "," in number:
            return _as(old, value, "NUMBER", f"#,##0{places}")
        return old._replace(value=value, formula=None)
    day = _as_date(bare, day_first)
    if day is not None:
        pattern = "yyyy-mm-dd" if _ISO.match(bare) else "d/m/yyyy" if day_first else "m/d/yyyy"
        return _as(old, float((day - EPOCH).days), "DATE", pattern)
    return old._replace(value=text or None, formula=None)


def _as(old: Cell, value: float, kind: str, pattern: str) -> Cell:
    """A number that was typed in a form: the cell takes the form on, unless it has one of the kind."""
    if number_type(old) == kind or (number_type(old) and kind == "NUMBER"):
        return old._replace(value=value, formula=None)
    style = {**(old.style or {}), "numberFormat": {"type": kind, "pattern": pattern}}
    return old._replace(value=value, formula=None, style=style)


def _as_date(text: str, day_first: bool) -> date | None:
    """A date as a Gregorian sheet understands it: B.E. years become years far ahead."""
    found, order = _BY_SLASHES.match(text), (2, 1, 0) if day_first else (2, 0, 1)
    if not found:
        found, order = _ISO.match(text), (0, 1, 2)
    if not found:
        return None
    try:
        return date(*(int(found.groups()[i]) for i in order))
    except ValueError:
        return None


def raw(old: Cell, value: Any) -> Cell:
    """A value as it is (RAW): nothing is interpreted."""
    if isinstance(value, bool):
        return old._replace(value=value, formula=None)
    if isinstance(value, (int, float)):
        return old._replace(value=float(value), formula=None)
    return old._replace(value=str(value) if value != "" else None, formula=None)


def calculated(formula: str) -> str | float:
    """Sums of plain numbers are worked out; everything else fails as an unknown name does."""
    if re.fullmatch(r"=[\d.+\-*/() ]+", formula):
        try:
            return float(eval(formula[1:], {"__builtins__": {}}))
        except (SyntaxError, ZeroDivisionError, TypeError):
            return "#ERROR!"
    return "#NAME?"


def entered(cell: Cell) -> dict[str, Any]:
    """ExtendedValue of what was entered."""
    return {"formulaValue": cell.formula} if cell.formula else effective(cell)


def effective(cell: Cell) -> dict[str, Any]:
    """ExtendedValue of what stands there."""
    if isinstance(cell.value, bool):
        return {"boolValue": cell.value}
    if isinstance(cell.value, (int, float)):
        return {"numberValue": plain_number(cell.value)}
    if cell.value is None:
        return {}
    if cell.formula and str(cell.value).startswith("#"):
        return {"errorValue": {"type": "NAME", "message": str(cell.value)}}
    return {"stringValue": str(cell.value)}


def plain_number(value: float) -> int | float:
    """Whole numbers travel without a decimal point."""
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def shown(cell: Cell, option: str = "FORMATTED_VALUE", dates: str = "SERIAL_NUMBER") -> Any:
    """A cell as the values API gives it."""
    if not cell.holds:
        return ""
    if option == "FORMULA" and cell.formula:
        return cell.formula
    value = cell.value
    is_date = number_type(cell) in ("DATE", "DATE_TIME") and isinstance(value, float)
    if option in ("UNFORMATTED_VALUE", "FORMULA"):
        if is_date and dates == "FORMATTED_STRING":
            return formatted(cell)
        return plain_number(value) if isinstance(value, float) else value
    return formatted(cell)


def formatted(cell: Cell) -> str:
    """A cell as people see it."""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        form = (cell.style or {}).get("numberFormat") or {}
        return shown_as(value, form.get("type", ""), form.get("pattern", ""))
    return "" if value is None else str(value)


def from_extended(old: Cell, value: dict[str, Any] | None) -> Cell:
    """A cell with an ExtendedValue entered: typed, so nothing is interpreted."""
    if not value:
        return old._replace(value=None, formula=None)
    if "formulaValue" in value:
        return old._replace(value=calculated(value["formulaValue"]), formula=value["formulaValue"])
    if "stringValue" in value:
        return old._replace(value=value["stringValue"] or None, formula=None)
    if "numberValue" in value:
        return old._replace(value=float(value["numberValue"]), formula=None)
    if "boolValue" in value:
        return old._replace(value=bool(value["boolValue"]), formula=None)
    raise ValueError("an errorValue cannot be written")
