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
    chain: list[BaseException] = []
    seen: BaseException | None = error
    while seen is not None and seen not in chain:
        chain.append(seen)
        seen = getattr(seen, "orig", None) or seen.__cause__
    code = next((each for each in map(_sqlstate, chain) if each.startswith("UB")), None)
    if code is None:
        return None
    # Not every layer carries everything: SQLAlchemy's has the SQLSTATE, what asyncpg raised below has the hint.
    refusals = [each for each in chain if _sqlstate(each) == code]
    message = next(filter(None, (_said(each, "message") for each in reversed(refusals))), str(refusals[-1]))
    hint = next(filter(None, (_said(each, "hint") for each in reversed(refusals))), "")
    return _by_code.get(code, HubError)(message, hint, code)


def _sqlstate(error: BaseException) -> str:
    code = getattr(error, "sqlstate", None)
    return code if isinstance(code, str) else ""


def _said(error: BaseException, what: str) -> str:
    """A field of the server's report: psycopg keeps them in ``diag``, asyncpg as attributes."""
    diag = getattr(error, "diag", None)
    name = "message_primary" if what == "message" else "message_hint"
    found = getattr(diag, name, None) if diag is not None else getattr(error, what, None)
    return str(found) if found else ""
