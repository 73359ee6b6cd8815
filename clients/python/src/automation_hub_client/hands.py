"""Hands for automation_feature_table: idempotent, in any order, as often as wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .connection import Connection, query


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a hand: ``inserted``, ``identical``, ``revised`` or ``completed_plain``."""

    hand_id: int
    outcome: str


def record_hand(connection: Connection, hand: Mapping[str, Any]) -> Recorded:
    """Record one hand by ``hub.record_hand``; sending it again changes nothing.

    The document has the columns of ``hands``; ``players``, ``community_cards`` and ``actions`` may be
    called so or with ``_json``. With ``session_id`` it needs the full ``started_at`` of the export.
    Raises Refused (UB422) with a hint when a reader could not parse it.
    """
    (row,) = query(connection, "select * from hub.record_hand(%s::jsonb)", json.dumps(hand, default=str))
    return Recorded(row["hand_id"], row["outcome"])


def void_hand(connection: Connection, hand_id: int, actor: str, reason: str) -> None:
    """Void a hand that was dealt again: what still waits for it is cancelled."""
    query(connection, "select hub.void_hand(%s, %s, %s)", hand_id, actor, reason)
