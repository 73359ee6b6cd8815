"""Worker, record_hand and Listener against a real hub database."""

from __future__ import annotations

import asyncio
import threading
import time

import psycopg
import pytest
from conftest import background, order, until

import asyncpg
from automation_hub_client import (
    Conflict,
    CursorGone,
    Job,
    Listener,
    Output,
    Refused,
    RenderFailed,
    Worker,
    aio,
    record_hand,
    void_hand,
)
from automation_hub_client.connection import Connection


def states(db: Connection) -> list[str]:
    return [row["status"] for row in db.execute("select status from render_instructions order by id").fetchall()]


def test_it_claims_renders_and_reports(dsn: str, db: Connection) -> None:
    ids = [order(db, Name=f"이름 {n}") for n in range(3)]
    seen: list[Job] = []

    def render(job: Job) -> Output:
        seen.append(job)
        return Output(f"//nas/{job.id}.mov", 2048, checksum="ab" * 32, width=1920, height=1080)

    assert Worker(dsn, host="ae-py").run(render, count=3)["completed"] == 3
    assert [job.id for job in seen] == ids and seen[0].layer_data == {"Name": "이름 0"}
    row = db.execute("select output_path, file_size, width, checksum from render_outputs order by id").fetchone()
    assert row == {"output_path": f"//nas/{ids[0]}.mov", "file_size": 2048, "width": 1920, "checksum": "ab" * 32}


def test_several_at_once_do_each_once(dsn: str, db: Connection) -> None:
    for _ in range(30):
        order(db)
    workers = [Worker(dsn, poll=0.2) for _ in range(4)]
    threads = [background(lambda w=w: w.run(lambda job: Output(f"/{job.id}"))) for w in workers]  # type: ignore[misc]
    until(lambda: set(states(db)) == {"completed"})
    for worker, thread in zip(workers, threads, strict=True):
        worker.stop()
        thread.join(10)
    assert db.execute("select count(*) as n, max(attempt) as a from render_outputs").fetchone() == {"n": 30, "a": 1}


def test_only_its_templates(dsn: str, db: Connection) -> None:
    order(db, "other")
    wanted = order(db, "mine")
    worker = Worker(dsn, templates=["mine"])
    job = worker.claim()
    assert job and job.id == wanted
    worker.release(job)
    worker.close()


def test_failures_have_a_class(dsn: str, db: Connection) -> None:
    for _ in range(3):
        order(db)
    errors = iter([RenderFailed("no such look", "permanent"), OSError("connection refused"), ValueError("")])

    def render(job: Job) -> Output:
        raise next(errors)

    assert Worker(dsn).run(render, count=3)["failed"] == 3
    rows = db.execute("select error_message, error_class from render_instructions order by id").fetchall()
    assert [(row["error_message"], row["error_class"]) for row in rows] == [
        ("no such look", "permanent"),
        ("connection refused", "retryable"),
        ("ValueError", "unknown"),
    ]


def test_it_beats_and_is_told_of_a_cancellation(dsn: str, db: Connection) -> None:
    first = order(db)
    told: list[str] = []
    begun = threading.Event()

    def render(job: Job) -> Output:
        job.on_stop(told.append)
        job.progress(40)
        begun.set()
        while True:
            job.check()
            time.sleep(0.02)

    worker = Worker(dsn, lease=1.5)
    ended: list[dict[str, int]] = []
    thread = background(lambda: ended.append(worker.run(render)))
    assert begun.wait(10)
    until(lambda: db.execute("select 1 from render_instructions where progress = 40 and lease_expires_at > started_at + interval '2.5 seconds'").fetchone())
    db.execute("select hub.cancel_instruction(%s, 'ann', 'voided')", (first,))
    until(lambda: told == ["cancel"])
    until(lambda: db.execute("select 1 from hub.attempts where released_at is not null").fetchone())
    worker.stop()
    thread.join(10)
    assert ended[0]["cancelled"] == 1 and states(db) == ["cancelled"]


def test_a_callback_that_raises_ends_no_sign_of_life(
    dsn: str, db: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    first = order(db)
    told: list[str] = []
    begun = threading.Event()

    def boom(why: str) -> None:
        raise RuntimeError(f"the broker is away: {why}")

    def render(job: Job) -> Output:
        if job.id != first:
            # longer than the lease: without signs of life another worker would have it by now
            time.sleep(3)
            return Output("/nas/second.mov")
        job.on_stop(boom)
        job.on_stop(told.append)
        begun.set()
        while True:
            job.check()
            time.sleep(0.02)

    worker = Worker(dsn, lease=1.5)
    ended: list[dict[str, int]] = []
    thread = background(lambda: ended.append(worker.run(render, count=1)))
    assert begun.wait(10)
    db.execute("select hub.cancel_instruction(%s, 'ann', 'voided')", (first,))
    until(lambda: told == ["cancel"])
    order(db)
    thread.join(20)
    assert ended[0] == {"completed": 1, "failed": 0, "cancelled": 1, "lost": 0, "released": 0}
    assert "a callback of on_stop failed" in caplog.text and "the broker is away: cancel" in caplog.text


def test_by_hand_a_claim_is_kept_alive_until_it_is_reported(dsn: str, db: Connection) -> None:
    order(db)
    threads = threading.active_count()
    worker = Worker(dsn, lease=1.5)
    job = worker.claim()
    assert job
    time.sleep(3)
    assert worker.complete(job, Output("/nas/by_hand.mov")) > 0
    worker.close()
    assert states(db) == ["completed"]
    assert [row["attempt"] for row in db.execute("select attempt from hub.attempts").fetchall()] == [1]
    assert threading.active_count() == threads


def test_stop_hands_back_what_is_held(dsn: str, db: Connection) -> None:
    order(db)
    begun = threading.Event()

    def render(job: Job) -> Output:
        begun.set()
        job.stopped.wait()
        job.check()
        raise AssertionError

    worker = Worker(dsn)
    thread = background(lambda: worker.run(render))
    assert begun.wait(10)
    worker.stop()
    thread.join(10)
    row = db.execute("select status, retry_count from render_instructions").fetchone()
    assert row == {"status": "pending", "retry_count": 0}


def test_a_stale_attempt_is_refused(dsn: str, db: Connection) -> None:
    order(db)
    worker = Worker(dsn)
    job = worker.claim()
    assert job
    worker.release(job)
    with pytest.raises(Conflict):
        worker.complete(job, Output("/late"))
    assert db.execute("select count(*) as n from render_outputs").fetchone() == {"n": 0}


def test_a_cut_connection_is_made_anew_and_reports_once(dsn: str, db: Connection) -> None:
    order(db)

    def render(job: Job) -> Output:
        db.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'python worker%'")
        return Output("/x")

    assert Worker(dsn).run(render, count=1)["completed"] == 1
    assert db.execute("select count(*) as n from render_outputs").fetchone() == {"n": 1}


def test_hands_are_recorded_idempotently(dsn: str, db: Connection) -> None:
    hand = {"table_id": "table_1", "hand_number": 7, "session_id": 638964611175191251,
            "started_at": "2026-02-01T10:00:00.1234567Z", "players": [{"seat": 1, "name": "Kim", "stack": 5}]}
    first = record_hand(db, hand)
    assert first.outcome == "inserted" and record_hand(db, hand).outcome == "identical"
    assert record_hand(db, hand | {"winner": "Kim"}).outcome == "revised"
    with pytest.raises(Refused) as refusal:
        record_hand(db, hand | {"hand_number": 8, "hand_rank": "royal sampler", "started_at": "2026-02-01T10:05:00Z"})
    assert refusal.value.hint
    void_hand(db, first.hand_id, "ann", "dealt again")

    async def by_asyncpg() -> str:
        connection = await asyncpg.connect(dsn)
        try:
            return (await aio.record_hand(connection, hand | {"started_at": "2026-02-01T11:00:00Z"})).outcome
        finally:
            await connection.close()

    assert asyncio.run(by_asyncpg()) == "inserted"


def test_a_listener_catches_up_and_follows(dsn: str, db: Connection) -> None:
    listener = Listener(dsn, poll=0.5)
    cursor = listener.open()
    listener.close()
    first = order(db)  # while nobody listens
    heard: list[str] = []
    again = Listener(dsn, cursor, poll=0.5)

    def follow() -> None:
        for event in again.events():
            if event.kind.startswith("instruction."):
                heard.append(event.subject)

    thread = background(follow)
    until(lambda: heard == [f"instruction:{first}"])
    second = order(db)
    until(lambda: heard == [f"instruction:{first}", f"instruction:{second}"])
    again.stop()
    thread.join(10)
    third = order(db)
    after = Listener(dsn, again.cursor)
    event = next(e for e in after.events() if e.kind.startswith("instruction."))
    assert event.subject == f"instruction:{third}"
    after.close()


def test_a_cursor_of_another_life_is_told(dsn: str) -> None:
    listener = Listener(dsn)
    _, *rest = listener.open().split("/")
    with pytest.raises(CursorGone):
        next(Listener(dsn, "/".join(["elsewhere", *rest])).events())
    listener.close()


def test_asyncpg_follows_the_journal(dsn: str, db: Connection) -> None:
    async def main() -> str:
        connection = await asyncpg.connect(dsn)
        _, cursor = await aio.read_events(connection, None)
        order(db)
        async for event, _ in aio.follow(connection, cursor, poll=1):
            if event.kind.startswith("instruction."):
                return event.subject
        raise AssertionError

    assert asyncio.run(main()) == "instruction:1"


def test_a_worker_may_do_its_contract_and_nothing_else(dsn: str, db: Connection) -> None:
    import uuid

    name = f"hub_test_{uuid.uuid4().hex[:10]}"
    db.execute(f"create role {name} login password 'x' in role hub_worker".encode())
    try:
        order(db)
        own = psycopg.conninfo.make_conninfo(dsn, user=name, password="x")
        assert Worker(own).run(lambda job: Output("/x"), count=1)["completed"] == 1
        with psycopg.connect(own) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("select from render_instructions")
    finally:
        db.execute(f"drop role {name}".encode())
