"""Tournaments, as automation_sub stores them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from .hand import known, now


class BlindLevel(BaseModel):
    """One level of the blind structure."""

    level: int
    small_blind: int
    big_blind: int
    ante: int = 0
    duration_minutes: int = 60


class PayoutEntry(BaseModel):
    """A place, or the places from `position` to `position_end`, and what each is paid."""

    position: int
    position_end: int | None = None
    amount: int
    percentage: float | None = None


class PlayerStanding(BaseModel):
    """A player's place and chips; `nationality` is ISO 3166-1 alpha-2."""

    rank: int
    name: str
    nationality: str = ""
    chips: int = 0
    table_id: str | None = None
    seat: int | None = None


_documents = ("blinds", "payouts", "standings", "current_blinds")


class Tournament(BaseModel):
    """A row of `tournaments`."""

    id: int | None = None
    name: str
    event_code: str
    event_type: str = "HOLDEM"
    buy_in: int = 0
    prize_pool: int = 0
    total_entries: int = 0
    remaining_players: int = 0
    current_level: int = 1
    blinds: list[BlindLevel] = Field(default_factory=list)
    current_blinds: BlindLevel | None = None
    payouts: list[PayoutEntry] = Field(default_factory=list)
    places_paid: int = 0
    standings: list[PlayerStanding] = Field(default_factory=list)
    start_date: datetime | None = None
    end_date: datetime | None = None
    source: str = "csv"
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)

    def to_db_dict(self) -> dict[str, Any]:
        """Its columns, without the id; documents as lists and dicts."""
        row = self.model_dump(exclude={"id"})
        return {f"{key}_json" if key in _documents else key: value for key, value in row.items()}

    @classmethod
    def from_db_row(cls, row: Mapping[str, Any]) -> Tournament:
        """Of a row of the table; columns it does not know are left alone."""
        documents = {name: row[f"{name}_json"] for name in _documents if row.get(f"{name}_json")}
        return cls.model_validate(known(cls, row) | documents)
