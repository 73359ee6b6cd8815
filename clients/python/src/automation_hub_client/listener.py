"""Follow the hub's journal: nothing lost, nothing twice, whatever notification was lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .connection import Connection, Link, query


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal, as ``hub.read_events`` answers it."""

    id: int
    at: datetime
    kind: str
    subject: str
    doc: dict[str, Any]
    cause: int | None
    actor: str | None


class Listener:
    """Iterate over the journal's events. Woken by ``hub_event``; a poll finds what a lost ring would have told.

    ``cursor`` is where it stands: after an event has been worked off, keep it, and give it to the next
    Listener, which catches up on all that came in between. A cursor of another life of the database
    raises CursorGone: load the tables afresh, then start with ``cursor=None``.
    """

    def __init__(self, dsn: str, cursor: str | None = None, *, poll: float = 5.0, name: str = "listener") -> None:
        self.cursor = cursor
        self._poll = poll
        self._stop = threading.Event()
        self._link = Link(dsn, name, lambda connection: query_nothing(connection, "listen hub_event"))

    def open(self) -> str:
        """Take the place to follow from if there is none yet: everything that commits after this is told."""
        if self.cursor is None:
            (row,) = self._link.call(lambda c: query(c, "select cursor from hub.read_events(null)"))
            self.cursor = row["cursor"]
        return str(self.cursor)

    def events(self) -> Iterator[Event]:
        """All events from the cursor on, for ever; ends after ``stop``."""
        self.open()
        while not self._stop.is_set():
            rows = self._link.call(lambda c: query(c, "select * from hub.read_events(%s, 500)", self.cursor))
            for row in rows:
                if row["id"] is not None:
                    yield Event(**{key: row[key] for key in Event.__slots__})
                self.cursor = row["cursor"]
                if self._stop.is_set():
                    return
            if not rows:
                self._link.call(self._wait)

    def stop(self) -> None:
        """End ``events``, from another thread or from within the loop."""
        self._stop.set()

    def close(self) -> None:
        """Stop and close the connection."""
        self.stop()
        self._link.close()

    def _wait(self, connection: Connection) -> None:
        # in short steps, so that stop() is heard
        for _ in range(max(1, round(self._poll / 0.25))):
            if self._stop.is_set() or list(connection.notifies(timeout=0.25, stop_after=1)):
                return


def query_nothing(connection: Connection, statement: str) -> None:
    """A statement of ours without an answer."""
    connection.execute(statement.encode())
