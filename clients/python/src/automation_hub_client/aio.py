"""The producers' verbs for asyncio, on an asyncpg connection or pool."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import asyncpg

from .errors import hub_error
from .hands import Recorded
from .listener import Event


async def _fetch(connection: Any, statement: str, *values: object) -> list[Any]:
    try:
        return list(await connection.fetch(statement, *values))
    except asyncpg.PostgresError as error:
        refusal = hub_error(error)
        if refusal is None:
            raise
        raise refusal from error


async def record_hand(connection: Any, hand: Mapping[str, Any]) -> Recorded:
    """As ``automation_hub_client.record_hand``."""
    document = json.dumps(hand, default=str)
    (row,) = await _fetch(connection, "select * from hub.record_hand($1::text::jsonb)", document)
    return Recorded(row["hand_id"], row["outcome"])


async def read_events(connection: Any, cursor: str | None, limit: int = 500) -> tuple[list[Event], str | None]:
    """One page of the journal after ``cursor`` (None: from now), and the cursor to go on with."""
    rows = await _fetch(connection, "select * from hub.read_events($1, $2)", cursor, limit)
    events = [
        Event(row["id"], row["at"], row["kind"], row["subject"], json.loads(row["doc"]), row["cause"], row["actor"])
        for row in rows
        if row["id"] is not None
    ]
    return events, rows[-1]["cursor"] if rows else cursor


async def follow(connection: Any, cursor: str | None = None, poll: float = 5.0) -> AsyncIterator[tuple[Event, str]]:
    """All events from ``cursor`` on with the cursor after each page; ``connection`` is used for nothing else."""
    import asyncio

    rung = asyncio.Event()
    await connection.add_listener("hub_event", lambda *_: rung.set())
    while True:
        rung.clear()
        events, after = await read_events(connection, cursor)
        cursor = after
        for event in events:
            yield event, str(cursor)
        if not events:
            try:
                await asyncio.wait_for(rung.wait(), poll)
            except TimeoutError:
                continue
