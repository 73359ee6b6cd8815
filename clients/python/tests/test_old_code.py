"""Code of the predecessor's time, which knows nothing of this package: raw statements on SQLAlchemy 2 and asyncpg."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from automation_hub_client.connection import Connection

hand = {
    "table_id": "table_1",
    "hand_number": 7,
    "source": "rfid",
    "hand_rank": "full_house",
    "pot_size": 15000,
    "winner": "Kim",
    "players_json": json.dumps([{"seat": 1, "name": "Kim", "stack": 20000, "hole_cards": ["As", "Ad"]}]),
    "community_cards_json": json.dumps(["Ah", "7d", "7c", "2s", "9h"]),
    "actions_json": json.dumps([]),
    "duration_seconds": 94,
    "created_at": datetime.now(),
    "updated_at": datetime.now(),
}
instruction = {
    "template_name": "premium_hand",
    "layer_data_json": json.dumps({"Player Name": "Kim"}),
    "output_settings_json": json.dumps({"format": "mp4", "width": 1920, "height": 1080, "fps": 30, "quality": 90}),
    "output_path": None,
    "output_filename": "kim.mp4",
    "status": "pending",
    "priority": 5,
    "trigger_type": "",
    "trigger_id": None,
    "error_message": None,
    "retry_count": 0,
    "max_retries": 3,
    "created_at": datetime.now(),
    "started_at": None,
    "completed_at": None,
}
poll = text(
    "SELECT * FROM render_instructions WHERE status = 'pending' ORDER BY priority ASC, created_at ASC LIMIT :limit"
)
claim = text(
    "UPDATE render_instructions SET status = :status, error_message = :error_message, started_at = :now WHERE id = :id"
)
finish = text(
    "UPDATE render_instructions SET status = :status, error_message = :error_message, completed_at = :now WHERE id = :id"
)
output = text(
    "INSERT INTO render_outputs (instruction_id, output_path, file_size, frame_count, status, error_message,"
    " created_at, completed_at) VALUES (:instruction_id, :output_path, :file_size, :frame_count, :status,"
    " :error_message, :created_at, :completed_at) RETURNING id"
)


def insert(table: str, row: dict[str, Any]) -> Any:
    return text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(':' + key for key in row)}) RETURNING id")


def engine_of(dsn: str) -> AsyncEngine:
    return create_async_engine("postgresql+asyncpg://" + dsn.split("://", 1)[1], poolclass=NullPool)


async def _writes(dsn: str, statement: Any, values: dict[str, Any]) -> Any:
    async with engine_of(dsn).begin() as connection:
        return await connection.execute(statement, values)


async def _poller(dsn: str, gate: asyncio.Barrier, rendered: list[int]) -> None:
    """Old automation_ae: looks, marks, renders; it does not look at row counts."""
    async with engine_of(dsn).connect() as connection:
        rows = (await connection.execute(poll, {"limit": 10})).mappings().all()
    await gate.wait()  # all have seen the same rows
    for row in rows:
        try:
            values = {"id": row["id"], "status": "processing", "error_message": None, "now": datetime.now()}
            await _writes(dsn, claim, values)
        except DBAPIError as error:
            assert getattr(error.orig, "sqlstate", None) == "UB409"
            continue
        rendered.append(row["id"])
        done = {"instruction_id": row["id"], "output_path": f"//nas/{row['id']}.mp4", "file_size": 2048,
                "frame_count": None, "status": "completed", "error_message": None,
                "created_at": datetime.now(), "completed_at": datetime.now()}
        await _writes(dsn, output, done)
        await _writes(dsn, finish, {"id": row["id"], "status": "completed", "error_message": None, "now": datetime.now()})


def test_producers_statements_run_unchanged(dsn: str, db: Connection) -> None:
    asyncio.run(_writes(dsn, insert("hands", hand), hand))
    asyncio.run(_writes(dsn, insert("render_instructions", instruction), instruction))
    row = db.execute("select players_json, created_at from hands").fetchone()
    assert row and row["players_json"][0]["name"] == "Kim"
    assert abs((row["created_at"] - hand["created_at"].astimezone()).total_seconds()) < 1  # type: ignore[attr-defined]
    # the premium hand made its graphic by rule, and there is the one that was ordered
    assert db.execute("select count(*) as n from render_instructions where status = 'pending'").fetchone() == {"n": 2}


@pytest.mark.parametrize("pollers", [2, 4])
def test_pollers_that_look_at_the_same_rows_render_each_once(dsn: str, db: Connection, pollers: int) -> None:
    for _ in range(6):
        asyncio.run(_writes(dsn, insert("render_instructions", instruction), instruction))
    rendered: list[int] = []

    async def race() -> None:
        gate = asyncio.Barrier(pollers)
        await asyncio.gather(*(_poller(dsn, gate, rendered) for _ in range(pollers)))

    asyncio.run(race())
    assert sorted(rendered) == [1, 2, 3, 4, 5, 6]
    assert db.execute("select status, count(*) as n from render_instructions group by 1").fetchall() == [
        {"status": "completed", "n": 6}
    ]
    assert db.execute("select count(*) as n from render_outputs").fetchone() == {"n": 6}
