"""The Python of docs/siblings.md runs as it stands, by logins that have their one role and nothing else."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from conftest import ADMIN, background, order, until
from psycopg import sql

from automation_hub_client.connection import Connection

root = Path(__file__).parent.parent
snippets = re.findall(r"^```python\n(.*?)^```", (root.parent.parent / "docs" / "siblings.md").read_text(), re.S | re.M)
examples = {name: (root / "examples" / f"{name}.py").read_text() for name in ("feature_table", "sub", "ae")}


@contextmanager
def login(dsn: str, role: str) -> Iterator[str]:
    """A DSN for a login of its own with this role, as sql/samples/let_a_pc_in.sql makes one."""
    name, password = f"hub_test_{secrets.token_hex(6)}", secrets.token_hex(12)
    who = sql.Identifier(name)
    with psycopg.connect(ADMIN, autocommit=True) as admin:
        admin.execute(
            sql.SQL("create role {} login password {} in role {}").format(who, sql.Literal(password), sql.Identifier(role))
        )
    parts = urlsplit(dsn)
    try:
        yield urlunsplit(parts._replace(netloc=f"{name}:{password}@{parts.hostname}:{parts.port}"))
    finally:
        with psycopg.connect(ADMIN, autocommit=True) as admin:
            admin.execute(sql.SQL("drop role {}").format(who))


@contextmanager
def running(program: str, *args: str, **env: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", program, *args],
        env=os.environ | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def follows(db: Connection, name: str) -> bool:
    """Whether a listener of this name has its cursor: what happens from now on it will hear of."""
    return bool(
        db.execute(
            "select 1 from pg_stat_activity where application_name = %s and query like '%%read_events($1%%'", (name,)
        ).fetchone()
    )


def as_it_stands(snippet: str, dsn: str) -> str:
    """With the address of the hub filled in, and nothing else."""
    filled, count = re.subn(r"postgresql://\w+@hub/automation_hub", dsn, snippet)
    assert count == 1
    return filled


def test_hands(dsn: str, db: Connection) -> None:
    with login(dsn, "hub_producer") as own, running(as_it_stands(snippets[0], own)) as process:
        said, _ = process.communicate(timeout=60)
        assert "outcome='inserted'" in said
    assert db.execute("select winner from hands").fetchall() == [{"winner": "KIM"}]


def test_listener(dsn: str, db: Connection) -> None:
    with login(dsn, "hub_producer") as own, running(as_it_stands(snippets[1], own)) as process:
        until(lambda: follows(db, "listener"), 60)
        db.execute("insert into hands (table_id, hand_number) values ('table_1', 1)")
        said: list[str] = []
        assert process.stdout
        background(lambda: said.extend(iter(process.stdout.readline, "")))
        until(lambda: "hand.recorded hand:1\n" in said, 60)


def test_worker(dsn: str, db: Connection) -> None:
    number = order(db, "at_risk", Name="KIM")
    with login(dsn, "hub_worker") as own, running(as_it_stands(snippets[2], own)):
        until(lambda: db.execute("select 1 from render_outputs").fetchone(), 60)
    assert db.execute("select output_path, file_size from render_outputs").fetchall() == [
        {"output_path": f"//nas/{number}.mov", "file_size": 1048576}
    ]


@pytest.mark.parametrize(("name", "role"), [("feature_table", "hub_producer"), ("ae", "hub_worker")])
def test_examples_need_no_other_right(dsn: str, db: Connection, tmp_path: Path, name: str, role: str) -> None:
    order(db, "elimination", Name="Kim")
    with login(dsn, role) as own, running(examples[name], str(tmp_path), "1", DATABASE_URL=own) as process:
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0, said


def test_sub_needs_no_other_right(dsn: str, db: Connection, tmp_path: Path) -> None:
    env = {"CURSOR_FILE": str(tmp_path / "cursor")}
    with login(dsn, "hub_producer") as own, running(examples["sub"], "--once", DATABASE_URL=own, **env) as process:
        until(lambda: follows(db, "sub listener"), 60)
        db.execute(
            "insert into hands (table_id, hand_number, hand_rank, winner) values ('table_1', 1, 'four_of_a_kind', 'Kim')"
        )
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0, said
    assert db.execute("select 1 from render_instructions where template_name = 'player_profile'").fetchone()
