"""The database for asyncio (SQLAlchemy 2, asyncpg). Unlike its predecessor, `execute` commits."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, CursorResult, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from automation_hub_client.errors import hub_error


class DatabaseSettings(BaseSettings):
    """POSTGRES_HOST, POSTGRES_PORT, POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB, from the environment or `.env`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    POSTGRES_HOST: str = "localhost"
    POSTGRES_PORT: int = 5432
    POSTGRES_USER: str = "postgres"
    POSTGRES_PASSWORD: str = "postgres"
    POSTGRES_DB: str = "wsop_automation"

    @property
    def database_url(self) -> str:
        """For SQLAlchemy; signs in a password are escaped."""
        return URL.create(
            "postgresql+asyncpg",
            self.POSTGRES_USER,
            self.POSTGRES_PASSWORD,
            self.POSTGRES_HOST,
            self.POSTGRES_PORT,
            self.POSTGRES_DB,
        ).render_as_string(hide_password=False)


class Database:
    """Statements, each in a transaction of its own that is committed; connections are kept and checked.

    A refusal of the hub (SQLSTATE class UB) is raised as automation_hub_client.HubError. Conflict on a
    change to `processing` says that another worker has the instruction: do not render it.
    """

    def __init__(self, settings: DatabaseSettings | None = None) -> None:
        self.settings = settings or DatabaseSettings()
        # A connection belongs to the event loop it was made in.
        self._engines: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncEngine] = WeakKeyDictionary()

    def _engine(self) -> AsyncEngine:
        loop = asyncio.get_running_loop()
        if loop not in self._engines:
            self._engines[loop] = create_async_engine(
                self.settings.database_url,
                echo=os.getenv("DEBUG", "").lower() == "true",
                pool_size=4,
                pool_pre_ping=True,
            )
        return self._engines[loop]

    @asynccontextmanager
    async def session(self) -> AsyncGenerator[AsyncSession, None]:
        """One transaction: committed at the end of the block, rolled back by an exception."""
        with _refusals():
            async with AsyncSession(self._engine(), expire_on_commit=False) as session, session.begin():
                yield session

    async def execute(self, query: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a statement, which is committed."""
        result = await self._run(query, params)
        return result[0]

    async def execute_write(self, query: str, params: Mapping[str, Any] | None = None) -> int:
        """How many rows a statement changed; it is committed."""
        result = await self._run(query, params)
        return result[1]

    async def _run(self, query: str, params: Mapping[str, Any] | None) -> tuple[list[dict[str, Any]], int]:
        with _refusals():
            async with self._engine().begin() as connection:
                result: CursorResult[Any] = await connection.execute(text(query), dict(params or {}))
                rows: Sequence[Any] = result.mappings().all() if result.returns_rows else []
                return [dict(row) for row in rows], result.rowcount

    async def close(self) -> None:
        """Close the connections of this event loop."""
        engine = self._engines.pop(asyncio.get_running_loop(), None)
        if engine is not None:
            await engine.dispose()


@contextmanager
def _refusals() -> Generator[None, None, None]:
    """What the hub refuses is raised as HubError, with its hint."""
    try:
        yield
    except DBAPIError as error:
        refusal = hub_error(error)
        if refusal is None:
            raise
        raise refusal from error


_database: Database | None = None


def get_db() -> Database:
    """The one Database of this process, made when first asked for."""
    global _database
    _database = _database or Database()
    return _database


def reset_db() -> None:
    """Forget it, so that the next get_db() reads the settings anew (for tests)."""
    global _database
    _database = None
