"""automation_feature_table: record hands. Sending one twice changes nothing, so after doubt send it again.

DATABASE_URL=postgresql://ft@hub/automation_hub python feature_table.py
"""

import os

from automation_hub_client import Refused, connect, record_hand

hand = {
    "table_id": "table_1",  # the physical table; PokerGFX does not know it
    "session_id": 638964611175191251,  # ID of the export: .NET ticks
    "started_at": "2026-02-01T10:00:00.1234567Z",  # StartDateTimeUTC, all digits
    "hand_number": 7,
    "hand_rank": "full_house",
    "pot_size": 1_500_000,
    "winner": "KIM",
    "players": [
        {"seat": 1, "name": "KIM", "stack": 2_000_000, "hole_cards": ["As", "Ad"]},
        {"seat": 4, "name": "LEE", "stack": 1_800_000, "hole_cards": ["Kc", "Qc"]},
    ],
    "community_cards": ["Ah", "7d", "7c", "2s", "9h"],
    "duration_seconds": 94,
}

with connect(os.environ["DATABASE_URL"], "feature_table GFX-1") as hub:
    for _ in range(2):
        try:
            recorded = record_hand(hub, hand)
            print(f"hand {recorded.hand_id}: {recorded.outcome}")
        except Refused as refusal:
            print(f"refused: {refusal.message}. {refusal.hint}")
