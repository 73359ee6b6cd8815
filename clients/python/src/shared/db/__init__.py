"""The database and its repositories."""

from .connection import Database, DatabaseSettings, get_db, reset_db
from .repositories import (
    HandsRepository,
    RenderInstructionsRepository,
    RenderOutputsRepository,
    TournamentsRepository,
)

__all__ = [
    "Database",
    "DatabaseSettings",
    "HandsRepository",
    "RenderInstructionsRepository",
    "RenderOutputsRepository",
    "TournamentsRepository",
    "get_db",
    "reset_db",
]
