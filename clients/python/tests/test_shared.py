"""The drop-in for `shared`: what the predecessor's callers do, and that it stays stored."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from automation_hub_client import Conflict, Refused
from automation_hub_client.connection import Connection
from shared.db import (
    HandsRepository,
    RenderInstructionsRepository,
    RenderOutputsRepository,
    TournamentsRepository,
    get_db,
)
from shared.db.connection import Database
from shared.models import (
    BlindLevel,
    Hand,
    HandRank,
    OutputFormat,
    OutputSettings,
    PayoutEntry,
    PlayerInfo,
    PlayerStanding,
    RenderInstruction,
    RenderOutput,
    RenderStatus,
    SourceType,
    Tournament,
)

T = TypeVar("T")
pytestmark = pytest.mark.usefixtures("shared_env")


def run(act: Callable[[Database], Awaitable[T]]) -> T:
    """In an event loop of its own, as a command line tool would."""

    async def main() -> T:
        try:
            return await act(get_db())
        finally:
            await get_db().close()

    return asyncio.run(main())


def a_hand(number: int = 1, **changes: object) -> Hand:
    values: dict[str, object] = {
        "table_id": "table_1",
        "hand_number": number,
        "hand_rank": HandRank.FULL_HOUSE,
        "pot_size": 3_000_000_000,
        "winner": "김민수",
        "players": [PlayerInfo(seat=1, name="김민수", stack=20_000, hole_cards=["As", "Ad"])],
        "community_cards": ["Ah", "7d", "7c", "2s", "9h"],
        "actions": [{"street": "river", "seat": 1, "action": "bet", "amount": 500}],
        "duration_seconds": 94,
    }
    return Hand.model_validate(values | changes)


def test_a_hand_is_stored_for_good(db: Connection) -> None:
    hand_id = run(lambda d: HandsRepository(d).insert(a_hand()))
    assert db.execute("select count(*) as n from hands").fetchone() == {"n": 1}
    stored = run(lambda d: HandsRepository(d).get_by_id(hand_id))
    assert stored and stored.winner == "김민수" and stored.pot_size == 3_000_000_000
    assert stored.players[0].hole_cards == ["As", "Ad"] and stored.source is SourceType.RFID
    assert stored.is_premium and stored.hand_rank and stored.hand_rank.display_name == "Full House"
    assert run(lambda d: HandsRepository(d).get_by_table_and_number("table_1", 1)) == stored
    assert run(lambda d: HandsRepository(d).get_recent()) == [stored]
    assert run(lambda d: HandsRepository(d).get_premium_hands(limit=5)) == [stored]
    assert run(lambda d: HandsRepository(d).get_by_id(999)) is None


def test_a_doubled_hand_is_an_exception_as_it_was(db: Connection) -> None:
    run(lambda d: HandsRepository(d).insert(a_hand()))
    with pytest.raises(IntegrityError):
        run(lambda d: HandsRepository(d).insert(a_hand()))
    assert db.execute("select count(*) as n from hands").fetchone() == {"n": 1}


def test_what_no_reader_could_parse_is_refused_with_a_hint() -> None:
    with pytest.raises(Refused, match="card"):
        run(lambda d: HandsRepository(d).insert(a_hand(community_cards=["Zz"])))


def test_a_time_without_zone_is_the_sending_pcs(db: Connection) -> None:
    there = datetime(2026, 2, 1, 20, 0)
    run(lambda d: HandsRepository(d).insert(a_hand(created_at=there)))
    row = db.execute("select created_at from hands").fetchone()
    assert row and row["created_at"] == there.astimezone()


def test_a_tournament_is_updated_in_every_field() -> None:
    first = Tournament(
        name="Main Event",
        event_code="WSOP2026-001",
        blinds=[BlindLevel(level=1, small_blind=100, big_blind=200)],
        payouts=[PayoutEntry(position=1, amount=1_000_000)],
        standings=[PlayerStanding(rank=1, name="Lee", nationality="KR", chips=9)],
    )
    again = first.model_copy(
        update={"prize_pool": 5_000_000_000, "places_paid": 75, "current_blinds": first.blinds[0], "buy_in": 10_000}
    )
    assert run(lambda d: TournamentsRepository(d).upsert(first)) == run(lambda d: TournamentsRepository(d).upsert(again))
    stored = run(lambda d: TournamentsRepository(d).get_by_event_code("WSOP2026-001"))
    assert stored and (stored.prize_pool, stored.places_paid, stored.buy_in) == (5_000_000_000, 75, 10_000)
    assert stored.current_blinds == first.blinds[0] and stored.standings == first.standings
    assert [each.event_code for each in run(lambda d: TournamentsRepository(d).get_active())] == ["WSOP2026-001"]


def test_an_old_poller_works_an_instruction_off(db: Connection) -> None:
    instruction = RenderInstruction(
        template_name="premium_hand",
        layer_data={"Player Name": "Kim"},
        output_settings=OutputSettings(format=OutputFormat.MOV_ALPHA, duration_frames=150),
        priority=2,
    )
    first = run(lambda d: RenderInstructionsRepository(d).insert(instruction))
    run(lambda d: RenderInstructionsRepository(d).insert(instruction.model_copy(update={"priority": 1})))
    pending = run(lambda d: RenderInstructionsRepository(d).get_pending(limit=5))
    assert [each.priority for each in pending] == [1, 2] and pending[1].id == first
    assert pending[1].output_settings.duration_frames == 150

    async def work(d: Database) -> None:
        instructions = RenderInstructionsRepository(d)
        assert await instructions.update_status(first, RenderStatus.PROCESSING)
        assert await RenderOutputsRepository(d).insert(RenderOutput(instruction_id=first, output_path="//nas/x.mov"))
        assert await instructions.update_status(first, RenderStatus.COMPLETED)
        assert not await instructions.update_status(first, RenderStatus.FAILED, "too late")
        output = await RenderOutputsRepository(d).get_by_instruction_id(first)
        assert output and output.output_path == "//nas/x.mov"
        assert await RenderOutputsRepository(d).get_recent() == [output]
        assert await instructions.get_stats() == {"completed": 1, "pending": 1}

    run(work)


def test_two_old_pollers_cannot_render_the_same(db: Connection) -> None:
    first = run(lambda d: RenderInstructionsRepository(d).insert(RenderInstruction(template_name="x")))

    async def race(d: Database) -> list[object]:
        claims = [RenderInstructionsRepository(d).update_status(first, RenderStatus.PROCESSING) for _ in range(4)]
        return list(await asyncio.gather(*claims, return_exceptions=True))

    results = run(race)
    assert results.count(True) == 1
    assert sum(isinstance(each, Conflict) for each in results) == 3


def test_refusals_say_what_to_do(db: Connection) -> None:
    first = run(lambda d: RenderInstructionsRepository(d).insert(RenderInstruction(template_name="x")))
    run(lambda d: RenderInstructionsRepository(d).update_status(first, RenderStatus.PROCESSING))
    again = "update render_instructions set status = 'processing' where id = :id"

    async def in_a_session(d: Database) -> None:
        async with d.session() as session:
            await session.execute(text(again), {"id": first})

    for refused in (
        lambda d: RenderInstructionsRepository(d).update_status(first, RenderStatus.PROCESSING),
        lambda d: d.execute(again, {"id": first}),
        in_a_session,
    ):
        with pytest.raises(Conflict) as caught:
            run(refused)
        assert caught.value.code == "UB409" and caught.value.hint
        assert caught.value.message and "<class" not in caught.value.message


def test_a_failure_may_be_put_back_and_a_cancelled_one_be_read(db: Connection) -> None:
    first = run(lambda d: RenderInstructionsRepository(d).insert(RenderInstruction(template_name="x")))
    run(lambda d: RenderInstructionsRepository(d).update_status(first, RenderStatus.PROCESSING))
    run(lambda d: RenderInstructionsRepository(d).update_status(first, RenderStatus.FAILED, "Nexrender 503"))
    assert run(lambda d: RenderInstructionsRepository(d).increment_retry(first))
    db.execute("select hub.cancel_instruction(%s, 'ann', 'voided')", (first,))
    row = db.execute("select * from render_instructions").fetchone()
    assert row and RenderInstruction.from_db_row(row).status is RenderStatus.CANCELLED


def test_a_session_commits_at_its_end_and_rolls_back_by_an_exception(db: Connection) -> None:
    async def work(d: Database) -> None:
        async with d.session() as session:
            await session.execute(text("insert into render_instructions (template_name) values ('kept')"))
        with pytest.raises(ZeroDivisionError):
            async with d.session() as session:
                await session.execute(text("insert into render_instructions (template_name) values ('gone')"))
                raise ZeroDivisionError

    run(work)
    assert db.execute("select template_name from render_instructions").fetchall() == [{"template_name": "kept"}]
