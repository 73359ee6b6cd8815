"""Each test has a database of its own, cloned from the one the hub's own tests use (see test/python/run.ts)."""

from __future__ import annotations

import os
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from automation_hub_client import connect
from automation_hub_client.connection import Connection

ADMIN = os.environ["HUB_TEST_ADMIN_URL"]
TEMPLATE = os.environ["HUB_TEST_TEMPLATE"]


@pytest.fixture
def dsn() -> Iterator[str]:
    name = f"hub_python_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(ADMIN, autocommit=True) as admin:
        admin.execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
    yield urlunsplit(urlsplit(ADMIN)._replace(path=f"/{name}"))
    with psycopg.connect(ADMIN, autocommit=True) as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def db(dsn: str) -> Iterator[Connection]:
    with connect(dsn, "test") as connection:
        yield connection


@pytest.fixture
def shared_env(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = urlsplit(dsn)
    monkeypatch.setenv("POSTGRES_HOST", parts.hostname or "")
    monkeypatch.setenv("POSTGRES_PORT", str(parts.port))
    monkeypatch.setenv("POSTGRES_USER", parts.username or "postgres")
    monkeypatch.setenv("POSTGRES_PASSWORD", parts.password or "")
    monkeypatch.setenv("POSTGRES_DB", parts.path[1:])
    from shared.db import reset_db

    reset_db()


def order(db: Connection, template: str = "premium_hand", **layers: object) -> int:
    from psycopg.types.json import Jsonb

    row = db.execute(
        "insert into render_instructions (template_name, layer_data_json) values (%s, %s) returning id",
        (template, Jsonb(layers)),
    ).fetchone()
    assert row
    return int(row["id"])


def until(truth: Callable[[], object], seconds: float = 10) -> None:
    """Wait until it is true."""
    end = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < end, "it has not become true"
        time.sleep(0.02)


def background(act: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        except BaseException:
            traceback.print_exc()
            raise

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread
