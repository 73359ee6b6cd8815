"""A render worker for automation_ae: claim, heartbeat, complete or fail, by the hub's verbs."""

from __future__ import annotations

import logging
import random
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from psycopg.types.json import Jsonb

from .connection import Connection, Link, query
from .errors import Conflict
from .listener import query_nothing

log = logging.getLogger("automation_hub_client")

CONTRACT = "1.0"
CLIENT = f"automation-hub-client/0.1.0 contract/{CONTRACT}"


class RenderFailed(Exception):
    """Raise it in a render function to name the class: ``retryable``, ``permanent`` or None (told from the text)."""

    def __init__(self, message: str, error_class: str | None = None) -> None:
        super().__init__(message)
        self.error_class = error_class


class Stopped(Exception):
    """Raised by ``Job.check``: the job is not this worker's any more, or the worker is to stop."""


@dataclass(frozen=True, slots=True)
class Output:
    """A finished render: path as everybody finds it, bytes, frames of a sequence, SHA-256."""

    path: str
    file_size: int = 0
    frame_count: int | None = None
    checksum: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(eq=False)
class Job:
    """A claimed instruction. ``row`` has all columns of render_instructions."""

    id: int
    attempt: int
    template_name: str
    layer_data: dict[str, Any]
    output_settings: dict[str, Any]
    row: dict[str, Any]
    #: Set when it must stop: cancelled by a person, lost to another worker, or the worker stops.
    stopped: threading.Event = field(default_factory=threading.Event)
    #: ``cancel``, ``lost`` or ``stop`` once ``stopped`` is set.
    why: str | None = None
    percent: float = 0
    _callbacks: list[Callable[[str], None]] = field(default_factory=list)

    def progress(self, percent: float) -> None:
        """Per cent done; told with the next sign of life."""
        self.percent = max(0.0, min(100.0, percent))

    def check(self) -> None:
        """Raise Stopped when the job must stop; call it now and then."""
        if self.stopped.is_set():
            raise Stopped(self.why or "stop")

    def on_stop(self, callback: Callable[[str], None]) -> None:
        """Call this with ``cancel``, ``lost`` or ``stop`` when the job must stop, from the heartbeat's thread.

        An exception in it is logged; the other callbacks and the signs of life go on.
        """
        self._callbacks.append(callback)
        if self.stopped.is_set():
            self._tell(callback)

    def _stop(self, why: str) -> None:
        if self.stopped.is_set():
            return
        self.why = why
        self.stopped.set()
        for callback in self._callbacks:
            self._tell(callback)

    def _tell(self, callback: Callable[[str], None]) -> None:
        # In the heartbeat's thread: what is raised here would end the signs of life of every later job.
        try:
            callback(self.why or "stop")
        except Exception:
            log.exception("instruction %s: a callback of on_stop failed", self.id)


Render = Callable[[Job], Output]


class Worker:
    """One job at a time: ``worker.run(render)``. For several at once run several, each in its thread.

    Or by hand: ``claim``, then ``complete``, ``fail`` or ``release``, and ``close`` at the end.
    From the first claim on a thread with a connection of its own sends a sign of life every eighth of a
    lease; on it the worker also attends, so that its death is noticed within a second. An outage of the
    database is borne for as long as it lasts. An exception in ``render`` is a failed render.
    """

    def __init__(
        self,
        dsn: str,
        *,
        host: str | None = None,
        templates: Sequence[str] | None = None,
        lease: float | None = None,
        poll: float = 2.0,
        beat: float = 1.5,
    ) -> None:
        self._templates = list(templates) if templates is not None else None
        self._lease = timedelta(seconds=lease) if lease is not None else None
        self._poll = poll
        self._beat = min(beat, lease / 8) if lease is not None else beat
        self._stop = threading.Event()
        self._closing = threading.Event()
        self._pulsing: threading.Thread | None = None
        self._lock = threading.Lock()
        self._job: Job | None = None
        self._host = host or socket.gethostname()
        #: The worker session, once it is registered.
        self.id: str | None = None
        name = f"python worker on {self._host}"
        self._link = Link(dsn, name, lambda connection: query_nothing(connection, "listen hub_work"))
        self._pulse = Link(dsn, f"{name}, pulse", self._attend)

    def run(self, render: Render, count: int | None = None) -> dict[str, int]:
        """Work until ``stop`` or until ``count`` jobs have completed or failed; how many ended how."""
        ended = dict.fromkeys(("completed", "failed", "cancelled", "lost", "released"), 0)
        try:
            self._register()
            self._start_pulse()
            while not self._stop.is_set() and (count is None or ended["completed"] + ended["failed"] < count):
                job = self.claim()
                if job is None:
                    self._wait()
                else:
                    ended[self._serve(job, render)] += 1
            return ended
        finally:
            self.close()

    def close(self) -> None:
        """End the signs of life and the connections. What is held is rescued when its lease runs out: hand it back first."""
        self._closing.set()
        if self._pulsing is not None:
            self._pulsing.join()
            self._pulsing = None
        self._link.close()
        self._pulse.close()

    def stop(self) -> None:
        """Hand back what is held and end ``run``; safe from signal handlers and other threads."""
        self._stop.set()
        job = self._job
        if job is not None:
            job._stop("stop")

    def claim(self) -> Job | None:
        """The most urgent instruction that is due, now this worker's; None when there is none."""
        worker = self._register()
        self._start_pulse()
        # No beat meanwhile: it would find the job lent to a worker that does not hold it, and give it back.
        with self._lock:
            rows = self._link.call(
                lambda c: query(
                    c, "select * from hub.claim_instructions(%s, 1, %s, %s)", worker, self._lease, self._templates
                )
            )
            if not rows:
                return None
            (row,) = rows
            self._job = Job(
                id=row["id"],
                attempt=row["attempt"],
                template_name=row["template_name"],
                layer_data=row["layer_data_json"],
                output_settings=row["output_settings_json"],
                row=row,
            )
            if self._stop.is_set():
                self._job._stop("stop")
            return self._job

    def complete(self, job: Job, output: Output) -> int:
        """Report a finished render: the id of its output. Raises Conflict when the job is not yours any more."""
        details = {"checksum": output.checksum, "width": output.width, "height": output.height}
        (row,) = self._link.call(
            lambda c: query(
                c,
                "select id from hub.complete_instruction(%s, %s, %s, %s, %s, %s)",
                job.id,
                job.attempt,
                output.path,
                output.file_size,
                output.frame_count,
                Jsonb({key: value for key, value in details.items() if value is not None}),
            )
        )
        self._drop(job)
        return int(row["id"])

    def fail(self, job: Job, error: str, error_class: str | None = None) -> None:
        """Report a failed render; the hub decides whether it is tried again. Raises Conflict."""
        self._link.call(
            lambda c: query(
                c, "select hub.fail_instruction(%s, %s, %s, %s)", job.id, job.attempt, error, error_class
            )
        )
        self._drop(job)

    def release(self, job: Job) -> None:
        """Hand it back unfinished, no retry counted; also the answer to ``cancel``. Raises Conflict."""
        self._link.call(lambda c: query(c, "select hub.release_instruction(%s, %s)", job.id, job.attempt))
        self._drop(job)

    def _serve(self, job: Job, render: Render) -> str:
        try:
            try:
                output = render(job)
            except Exception as error:
                if job.stopped.is_set():
                    return self._give_back(job)
                self.fail(job, str(error) or type(error).__name__, getattr(error, "error_class", None))
                return "failed"
            self.complete(job, output)
            return "completed"
        except Conflict:
            return self._give_back(job)
        finally:
            self._drop(job)

    def _give_back(self, job: Job) -> str:
        try:
            self.release(job)
        except Conflict:
            return "lost"
        return "cancelled" if job.why == "cancel" else "released"

    def _drop(self, job: Job) -> None:
        with self._lock:
            if self._job is job:
                self._job = None

    def _register(self) -> str:
        if self.id is None:
            capabilities = [f"template:{name}" for name in self._templates or []]
            (row,) = self._link.call(
                lambda c: query(
                    c, "select hub.register_worker(%s, %s, %s) as id", self._host, capabilities, CLIENT
                )
            )
            self.id = str(row["id"])
        return self.id

    def _attend(self, connection: Connection) -> None:
        query(connection, "select hub.attend(%s)", self.id)

    def _wait(self) -> None:
        """Until a ring, or for the poll's time; after a ring not all workers at once."""
        if self._stop.is_set():
            return
        rung = self._link.call(lambda c: list(c.notifies(timeout=self._poll, stop_after=1)))
        if rung:
            self._stop.wait(random.random() * 0.02)

    def _start_pulse(self) -> None:
        if self._pulsing is None:
            self._closing.clear()
            self._pulsing = threading.Thread(target=self._keep_alive, daemon=True, name="automation_hub heartbeat")
            self._pulsing.start()

    def _keep_alive(self) -> None:
        while not self._closing.wait(self._beat):
            with self._lock:
                self._beat_once()

    def _beat_once(self) -> None:
        job = self._job
        progress = {} if job is None else {str(job.id): round(job.percent)}
        for order in self._pulse.call(
            lambda c: query(c, "select * from hub.heartbeat(%s, %s)", self.id, Jsonb(progress))
        ):
            if job is not None and order["instruction_id"] == job.id:
                if order["command"] != "continue":
                    job._stop(order["command"])
            elif order["command"] != "lost":
                # lent to this worker, but the answer never arrived; or cancelled meanwhile
                query_release(self._pulse, order["instruction_id"], order["attempt"])


def query_release(link: Link, instruction: int, attempt: int) -> None:
    """Put down what nobody here holds; another's by now is not ours to mind."""
    try:
        link.call(lambda c: query(c, "select hub.release_instruction(%s, %s)", instruction, attempt))
    except Conflict:
        return
