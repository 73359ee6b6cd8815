"""Hands, as automation_feature_table stores them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel, Field


class SourceType(str, Enum):
    """Where a hand comes from."""

    RFID = "rfid"
    CSV = "csv"
    MANUAL = "manual"


class HandRank(str, Enum):
    """Poker hand ranks, best first."""

    ROYAL_FLUSH = "royal_flush"
    STRAIGHT_FLUSH = "straight_flush"
    FOUR_OF_A_KIND = "four_of_a_kind"
    FULL_HOUSE = "full_house"
    FLUSH = "flush"
    STRAIGHT = "straight"
    THREE_OF_A_KIND = "three_of_a_kind"
    TWO_PAIR = "two_pair"
    ONE_PAIR = "one_pair"
    HIGH_CARD = "high_card"

    @property
    def display_name(self) -> str:
        """As people write it: "Four Of A Kind"."""
        return " ".join(word.capitalize() for word in self.value.split("_"))

    @property
    def is_premium(self) -> bool:
        """Full house or better."""
        return list(HandRank).index(self) <= list(HandRank).index(HandRank.FULL_HOUSE)


def now() -> datetime:
    """The time with its zone: one without is read in the zone of whichever PC sends it."""
    return datetime.now(UTC)


class PlayerInfo(BaseModel):
    """A player of a hand."""

    seat: int
    name: str
    stack: int = 0
    hole_cards: list[str] = Field(default_factory=list)


class Hand(BaseModel):
    """A row of `hands`."""

    id: int | None = None
    table_id: str
    hand_number: int
    source: SourceType = SourceType.RFID
    hand_rank: HandRank | None = None
    pot_size: int = 0
    winner: str | None = None
    players: list[PlayerInfo] = Field(default_factory=list)
    community_cards: list[str] = Field(default_factory=list)
    actions: list[dict[str, Any]] = Field(default_factory=list)
    duration_seconds: int | None = None
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)

    @property
    def is_premium(self) -> bool:
        """Full house or better."""
        return self.hand_rank is not None and self.hand_rank.is_premium

    def to_db_dict(self) -> dict[str, Any]:
        """Its columns, without the id; lists as lists."""
        row = self.model_dump(exclude={"id", "players", "community_cards", "actions"})
        row |= {"source": self.source.value, "hand_rank": self.hand_rank and self.hand_rank.value}
        return row | {
            "players_json": [player.model_dump() for player in self.players],
            "community_cards_json": self.community_cards,
            "actions_json": self.actions,
        }

    @classmethod
    def from_db_row(cls, row: Mapping[str, Any]) -> Hand:
        """Of a row of the table; columns it does not know are left alone."""
        lists = {name: row.get(f"{name}_json") or [] for name in ("players", "community_cards", "actions")}
        return cls.model_validate(known(cls, row) | lists)


def known(model: type[BaseModel], row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a model has; null where it has a default counts as left out."""
    return {name: row[name] for name in model.model_fields if row.get(name) is not None}
