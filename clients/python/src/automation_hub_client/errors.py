"""The hub's refusals as exceptions: SQLSTATE class UB, each with a hint that says what to do."""

from __future__ import annotations


class HubError(Exception):
    """The hub refused a statement. ``code`` is its SQLSTATE, ``hint`` what to do about it."""

    code = "UB000"

    def __init__(self, message: str, hint: str = "", code: str | None = None) -> None:
        super().__init__(f"{message} ({hint})" if hint else message)
        self.message = message
        self.hint = hint
        self.code = code or self.code


class Malformed(HubError):
    """UB400: what was sent cannot be read."""

    code = "UB400"


class NotFound(HubError):
    """UB404: no such thing."""

    code = "UB404"


class Conflict(HubError):
    """UB409: another has it, or its state does not allow it. Stop working on it."""

    code = "UB409"


class CursorGone(HubError):
    """UB410: the journal cursor is of another life of the database. Load afresh, then follow anew."""

    code = "UB410"


class Refused(HubError):
    """UB422: a guard refused the values."""

    code = "UB422"


_by_code: dict[str, type[HubError]] = {
    each.code: each for each in (Malformed, NotFound, Conflict, CursorGone, Refused)
}


def hub_error(error: BaseException) -> HubError | None:
    """The refusal behind an error of psycopg, asyncpg or SQLAlchemy; None when it is none of the hub's."""
    seen: BaseException | None = error
    while seen is not None:
        code = getattr(seen, "sqlstate", None)
        if isinstance(code, str) and code.startswith("UB"):
            diag = getattr(seen, "diag", None)
            message = (diag.message_primary if diag else None) or getattr(seen, "message", None) or str(seen)
            hint = (diag.message_hint if diag else None) or getattr(seen, "hint", None) or ""
            return _by_code.get(code, HubError)(str(message), str(hint), code)
        seen = getattr(seen, "orig", None) or seen.__cause__
    return None
