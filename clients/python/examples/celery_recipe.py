"""Celery behind the hub: a bridge claims, a task renders, the bridge reports.

The hub alone decides what is rendered when, and how often it is tried; Celery only carries the work to
a machine. So: no retries, no late acknowledgement, and the bridge keeps the lease while the task runs.
A task whose machine died never answers: after RENDER_LIMIT seconds the render has failed, and is tried again.

export CELERY_BROKER=redis://.. CELERY_BACKEND=redis://..   (for both; memory:// works within one process only)
celery -A celery_recipe worker     python -c 'import celery_recipe, os; celery_recipe.bridge(os.environ["DATABASE_URL"])'
"""

import os
import time
from typing import Any

from celery import Celery
from celery.exceptions import TimeoutError as NotYet

from automation_hub_client import Job, Output, RenderFailed, Worker

app = Celery(
    "render",
    broker=os.environ.get("CELERY_BROKER", "memory://"),
    backend=os.environ.get("CELERY_BACKEND", "cache+memory://"),
)
limit = float(os.environ.get("RENDER_LIMIT", "1800"))


@app.task(max_retries=0, acks_late=False)  # type: ignore[untyped-decorator]
def render(job: dict[str, Any]) -> dict[str, Any]:
    """On a render machine. Its answer goes through the backend, so it is plain data."""
    if job["template_name"] == "broken":
        return {"error": "composition not found", "error_class": "permanent"}
    return {"path": f"//nas/{job['template_name']}_{job['id']}_{job['attempt']}.mov", "file_size": 2048}


def carry(job: Job) -> Output:
    """Give a job to Celery and wait for it; a cancellation revokes the task."""
    what = {key: job.row[key] for key in ("id", "attempt", "template_name", "layer_data_json")}
    task = render.delay(what)
    job.on_stop(lambda why: task.revoke(terminate=why == "cancel"))
    until = time.monotonic() + limit
    while True:
        job.check()
        if time.monotonic() > until:
            task.revoke(terminate=True)
            raise RenderFailed(f"Celery gave no answer within {limit:g} s", "retryable")
        try:
            answer = task.get(timeout=0.2)
        except NotYet:
            continue
        if "error" in answer:
            raise RenderFailed(answer["error"], answer["error_class"])
        return Output(**answer)


def bridge(dsn: str, count: int | None = None) -> dict[str, int]:
    """One job at a time; run as many bridges as there are render machines."""
    return Worker(dsn, host="celery bridge").run(carry, count)
