"""What the API says when it does not do something."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """An answer of the API that is an error."""

    def __init__(self, code: int, status: str, message: str, details: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        self.code, self.status, self.message, self.details = code, status, message, details


def bad(message: str) -> Refused:
    """400 INVALID_ARGUMENT."""
    return Refused(400, "INVALID_ARGUMENT", message)


def bad_field(name: str, message: str) -> Refused:
    """400 INVALID_ARGUMENT that names the field of the message that is wrong."""
    violation = {"field": name, "description": message}
    details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    return Refused(400, "INVALID_ARGUMENT", message, details)


def unknown(what: str) -> Refused:
    """501 for what the double has not learned; Google knows it."""
    return Refused(501, "UNIMPLEMENTED", f"The double does not know {what}")
