"""The statements of the three projects, by table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shared.models.hand import Hand, HandRank, now
from shared.models.render_instruction import RenderInstruction, RenderOutput, RenderStatus
from shared.models.tournament import Tournament

from .connection import Database


async def _insert(db: Database, table: str, row: Mapping[str, Any], conflict: str = "") -> int:
    """Insert one row, documents as JSON text; its id."""
    values = {
        key: json.dumps(value) if key.endswith("_json") and value is not None else value
        for key, value in row.items()
    }
    names, places = ", ".join(values), ", ".join(f":{key}" for key in values)
    statement = f"insert into {table} ({names}) values ({places}) {conflict} returning id"
    (stored,) = await db.execute(statement, values)
    return int(stored["id"])


class HandsRepository:
    """Hands."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def insert(self, hand: Hand) -> int:
        """Store a hand; its id. A number that was used within ten minutes raises sqlalchemy's IntegrityError."""
        return await _insert(self.db, "hands", hand.to_db_dict())

    async def get_by_id(self, hand_id: int) -> Hand | None:
        """The hand of this id."""
        rows = await self.db.execute("select * from hands where id = :id", {"id": hand_id})
        return Hand.from_db_row(rows[0]) if rows else None

    async def get_by_table_and_number(self, table_id: str, hand_number: int) -> Hand | None:
        """The newest hand of this number: numbers come again with every session."""
        rows = await self.db.execute(
            """select * from hands where table_id = :table_id and hand_number = :hand_number
               order by id desc limit 1""",
            {"table_id": table_id, "hand_number": hand_number},
        )
        return Hand.from_db_row(rows[0]) if rows else None

    async def get_recent(self, limit: int = 100) -> list[Hand]:
        """The newest hands."""
        rows = await self.db.execute("select * from hands order by created_at desc limit :limit", {"limit": limit})
        return [Hand.from_db_row(row) for row in rows]

    async def get_premium_hands(self, limit: int = 50) -> list[Hand]:
        """The newest hands of full house or better."""
        rows = await self.db.execute(
            "select * from hands where hand_rank = any(:ranks) order by created_at desc limit :limit",
            {"ranks": [rank.value for rank in HandRank if rank.is_premium], "limit": limit},
        )
        return [Hand.from_db_row(row) for row in rows]


class TournamentsRepository:
    """Tournaments."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def upsert(self, tournament: Tournament) -> int:
        """Store a tournament, or every field of the one with this event_code; its id."""
        row = tournament.to_db_dict()
        fields = ", ".join(f"{key} = excluded.{key}" for key in row if key not in ("event_code", "created_at"))
        return await _insert(self.db, "tournaments", row, f"on conflict (event_code) do update set {fields}")

    async def get_by_event_code(self, event_code: str) -> Tournament | None:
        """The tournament of this code."""
        rows = await self.db.execute(
            "select * from tournaments where event_code = :event_code", {"event_code": event_code}
        )
        return Tournament.from_db_row(rows[0]) if rows else None

    async def get_active(self) -> list[Tournament]:
        """Tournaments that have not ended."""
        rows = await self.db.execute(
            "select * from tournaments where end_date is null or end_date > now() order by start_date desc"
        )
        return [Tournament.from_db_row(row) for row in rows]


class RenderInstructionsRepository:
    """Render instructions. New workers use automation_hub_client.Worker instead of polling."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def insert(self, instruction: RenderInstruction) -> int:
        """Order a graphic; the instruction's id."""
        return await _insert(self.db, "render_instructions", instruction.to_db_dict())

    async def get_pending(self, limit: int = 10) -> list[RenderInstruction]:
        """What is next, most urgent first. It is nobody's yet: see update_status."""
        rows = await self.db.execute(
            """select * from render_instructions where status = 'pending'
               order by priority asc, created_at asc limit :limit""",
            {"limit": limit},
        )
        return [RenderInstruction.from_db_row(row) for row in rows]

    async def update_status(
        self, instruction_id: int, status: RenderStatus, error_message: str | None = None
    ) -> bool:
        """Change the state; False when it came too late and changed nothing.

        `processing` claims it; automation_hub_client.Conflict says that another worker was first:
        do not render it.
        """
        times = {RenderStatus.PROCESSING: "started_at", RenderStatus.COMPLETED: "completed_at"}
        times[RenderStatus.FAILED] = "completed_at"
        time = f", {times[status]} = :at" if status in times else ""
        values: dict[str, Any] = {"id": instruction_id, "status": status.value, "error": error_message}
        if time:
            values["at"] = now()
        changed = await self.db.execute_write(
            f"update render_instructions set status = :status, error_message = :error{time} where id = :id", values
        )
        return changed > 0

    async def increment_retry(self, instruction_id: int) -> bool:
        """Put it back and count a retry. The hub retries by itself: a client that also does uses them up twice as fast."""
        changed = await self.db.execute_write(
            """update render_instructions set retry_count = retry_count + 1, status = 'pending'
               where id = :id and retry_count < max_retries""",
            {"id": instruction_id},
        )
        return changed > 0

    async def get_stats(self) -> dict[str, int]:
        """How many are in each state."""
        rows = await self.db.execute("select status, count(*) as count from render_instructions group by status")
        return {row["status"]: row["count"] for row in rows}


class RenderOutputsRepository:
    """Finished renders."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def insert(self, output: RenderOutput) -> int:
        """Store an output; its id."""
        return await _insert(self.db, "render_outputs", output.to_db_dict())

    async def get_by_instruction_id(self, instruction_id: int) -> RenderOutput | None:
        """The newest output of an instruction."""
        rows = await self.db.execute(
            "select * from render_outputs where instruction_id = :id order by id desc limit 1", {"id": instruction_id}
        )
        return RenderOutput.from_db_row(rows[0]) if rows else None

    async def get_recent(self, limit: int = 50) -> list[RenderOutput]:
        """The newest outputs."""
        rows = await self.db.execute(
            "select * from render_outputs order by completed_at desc limit :limit", {"limit": limit}
        )
        return [RenderOutput.from_db_row(row) for row in rows]
