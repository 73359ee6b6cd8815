"""automation_sub: follow the journal and order a graphic for what happens; nothing is missed while it is down.

Run it under something that starts it again (systemd, Docker): after a crash it goes on where it was.

DATABASE_URL=postgresql://sub@hub/automation_hub CURSOR_FILE=sub.cursor python sub.py [--once]
"""

import json
import os
import sys
from pathlib import Path

from automation_hub_client import CursorGone, Event, Listener, connect

place = Path(os.environ.get("CURSOR_FILE", "sub.cursor"))
once = "--once" in sys.argv


def order_profile(event: Event) -> None:
    """The winner of a premium hand is introduced; told of the same hand twice, it orders one."""
    hub.execute(
        """insert into render_instructions (template_name, layer_data_json, priority, trigger_type, trigger_id, dedupe_key)
           values ('player_profile', %s, 4, 'premium_hand', %s, %s) on conflict do nothing""",
        (json.dumps({"Name": event.doc["winner"]}), str(event.doc["id"]), f"profile:{event.doc['id']}"),
    )


with connect(os.environ["DATABASE_URL"], "sub") as hub:
    cursor = place.read_text() if place.exists() and not once else None
    listener = Listener(os.environ["DATABASE_URL"], cursor, name="sub listener")
    place.write_text(listener.open())
    try:
        for event in listener.events():
            if event.kind == "hand.recorded" and event.doc.get("is_premium") and event.doc.get("winner"):
                order_profile(event)
                if once:
                    listener.stop()
            place.write_text(str(listener.cursor))
    except CursorGone as gone:
        place.unlink()
        sys.exit(f"{gone}: look at the tables, then start again")
