"""automation_hub for Python: workers, listeners and hands by the hub's SQL verbs (psycopg 3).

``automation_hub_client.aio`` has the producers' verbs for asyncpg, and ``import shared`` is a drop-in
for the predecessor's module of that name.
"""

from .connection import connect
from .errors import Conflict, CursorGone, HubError, Malformed, NotFound, Refused
from .hands import Recorded, record_hand, void_hand
from .listener import Event, Listener
from .worker import Job, Output, RenderFailed, Stopped, Worker

__version__ = "0.1.0"

__all__ = [
    "Conflict",
    "CursorGone",
    "Event",
    "HubError",
    "Job",
    "Listener",
    "Malformed",
    "NotFound",
    "Output",
    "Recorded",
    "Refused",
    "RenderFailed",
    "Stopped",
    "Worker",
    "connect",
    "record_hand",
    "void_hand",
]
