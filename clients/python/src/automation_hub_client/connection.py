"""Connections of psycopg 3 that commit each statement and turn the hub's refusals into exceptions."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg.rows import DictRow, dict_row

from .errors import hub_error

T = TypeVar("T")
Connection = psycopg.Connection[DictRow]


def connect(dsn: str, application_name: str = "automation_hub_client") -> Connection:
    """A connection that commits each statement: what a sibling holds open, others may have to pass over."""
    return psycopg.connect(
        dsn,
        autocommit=True,
        row_factory=dict_row,
        application_name=application_name[:63],
        connect_timeout=5,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
    )


def query(connection: Connection, statement: LiteralString, *values: object) -> list[dict[str, Any]]:
    """The rows a statement answers. Raises HubError when the hub refuses it."""
    try:
        return connection.execute(statement, values).fetchall()
    except psycopg.Error as error:
        refusal = hub_error(error)
        if refusal is None:
            raise
        raise refusal from error


class Link:
    """A connection that comes back. What was asked when it broke is asked again: the verbs of a
    worker are idempotent for one attempt, so a report whose answer was lost is not made twice."""

    def __init__(
        self, dsn: str, application_name: str, on_connect: Callable[[Connection], None] = lambda _: None
    ) -> None:
        self._dsn = dsn
        self._name = application_name
        self._on_connect = on_connect
        self._connection: Connection | None = None

    def call(self, ask: Callable[[Connection], T], give_up_after: float | None = None) -> T:
        """Ask until the database answers, for ``give_up_after`` seconds at most (None: for ever)."""
        began = time.monotonic()
        pause = 0.25
        while True:
            try:
                return ask(self._open())
            except psycopg.OperationalError:
                self.close()
                if give_up_after is not None and time.monotonic() - began + pause > give_up_after:
                    raise
                time.sleep(pause)
                pause = min(pause * 2, 5.0)

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _open(self) -> Connection:
        if self._connection is None or self._connection.closed:
            connection = connect(self._dsn, self._name)
            try:
                self._on_connect(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection
