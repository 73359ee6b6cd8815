"""The examples run, and the types hold."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import order, until

from automation_hub_client.connection import Connection

Start = Callable[..., "subprocess.Popen[str]"]
root = Path(__file__).parent.parent


@pytest.fixture
def start(dsn: str) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Run an example; it is ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def run(name: str, *args: str, **env: str) -> subprocess.Popen[str]:
        started.append(spawn(dsn, name, *args, **env))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()


def spawn(dsn: str, name: str, *args: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(root / "examples" / name), *args],
        env=os.environ | {"DATABASE_URL": dsn} | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_feature_table(start: Start, db: Connection) -> None:
    process = start("feature_table.py")
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "inserted" in said and "identical" in said
    assert db.execute("select count(*) as n from hands").fetchone() == {"n": 1}


def test_first_steps_of_the_readme(start: Start, db: Connection, tmp_path: Path) -> None:
    said, _ = start("feature_table.py").communicate(timeout=30)
    assert said == "hand 1: inserted\nhand 1: identical\n"
    said, _ = start("ae.py", str(tmp_path), "1").communicate(timeout=30)
    assert "'completed': 1" in said
    (row,) = db.execute("select hub.data_flow(1) ->> 'status_chain' as chain").fetchall()
    assert row["chain"] == "Hand → RenderInstruction → RenderOutput"


def test_sub(start: Start, db: Connection, tmp_path: Path) -> None:
    process = start("sub.py", "--once", CURSOR_FILE=str(tmp_path / "cursor"))
    until(lambda: db.execute("select 1 from pg_stat_activity where application_name = 'sub listener' and query like '%read_events($1%'").fetchone(), 20)
    db.execute(
        "insert into hands (table_id, hand_number, hand_rank, winner) values ('table_1', 1, 'four_of_a_kind', 'Kim')"
    )
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert db.execute("select 1 from render_instructions where template_name = 'player_profile'").fetchone()


def test_ae(start: Start, db: Connection, tmp_path: Path) -> None:
    order(db, "elimination", Name="Kim")
    process = start("ae.py", str(tmp_path), "1")
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    row = db.execute("select output_path, checksum from render_outputs").fetchone()
    assert row and Path(row["output_path"]).exists() and row["checksum"]


def test_celery_recipe_with_a_real_worker(dsn: str, db: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(root / "examples"))
    monkeypatch.setenv("DATABASE_URL", dsn)
    import celery_recipe
    from celery.contrib.testing.worker import start_worker

    good, bad = order(db, "elimination", Name="Kim"), order(db, "broken")
    with start_worker(celery_recipe.app, pool="threads", concurrency=2, perform_ping_check=False):
        assert celery_recipe.bridge(dsn, count=2) == {
            "completed": 1, "failed": 1, "cancelled": 0, "lost": 0, "released": 0,
        }
    rows = db.execute("select id, status, error_class from render_instructions order by id").fetchall()
    assert rows == [
        {"id": good, "status": "completed", "error_class": None},
        {"id": bad, "status": "failed", "error_class": "permanent"},
    ]
    assert db.execute("select instruction_id, attempt from render_outputs").fetchall() == [
        {"instruction_id": good, "attempt": 1}
    ]


def test_celery_recipe_does_not_wait_for_ever(dsn: str, db: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(root / "examples"))
    monkeypatch.setenv("DATABASE_URL", dsn)
    import celery_recipe

    monkeypatch.setattr(celery_recipe, "limit", 0.5)
    order(db)
    assert celery_recipe.bridge(dsn, count=1)["failed"] == 1  # no Celery worker is there
    row = db.execute("select error_class, error_message from hub.attempts").fetchone()
    assert row == {"error_class": "retryable", "error_message": "Celery gave no answer within 0.5 s"}


def test_types() -> None:
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
