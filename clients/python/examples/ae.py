"""automation_ae: a render worker. Several may run; each instruction is rendered once.

DATABASE_URL=postgresql://ae@hub/automation_hub [TEMPLATES=a,b] python ae.py OUT_DIR [COUNT]
"""

import hashlib
import json
import os
import signal
import sys
from pathlib import Path

from automation_hub_client import Job, Output, RenderFailed, Worker

out = Path(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else None


def render(job: Job) -> Output:
    """Here After Effects would work; this writes what it would be told."""
    if not job.layer_data:
        raise RenderFailed("missing required layer", "permanent")
    job.progress(50)
    job.check()  # raises when it was cancelled: nothing is left behind
    data = json.dumps(job.layer_data, ensure_ascii=False).encode()
    path = out / f"{job.template_name}_{job.id}_{job.attempt}.json"
    draft = path.with_suffix(".part")
    draft.write_bytes(data)
    draft.rename(path)
    return Output(str(path.resolve()), len(data), checksum=hashlib.sha256(data).hexdigest())


only = os.environ.get("TEMPLATES")
worker = Worker(os.environ["DATABASE_URL"], templates=only.split(",") if only else None)
signal.signal(signal.SIGTERM, lambda *_: worker.stop())
print(worker.run(render, count))
