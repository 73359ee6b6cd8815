-- Render workers that speak the verbs: the verbs, and no table.
grant execute on function
  hub.register_worker(text, text[], text, timestamptz),
  hub.attend(uuid),
  hub.claim_instructions(uuid, int, interval, text[], timestamptz),
  hub.heartbeat(uuid, jsonb, timestamptz),
  hub.complete_instruction(bigint, bigint, text, bigint, int, jsonb, timestamptz),
  hub.complete_instructions(jsonb, timestamptz),
  hub.fail_instruction(bigint, bigint, text, text, timestamptz),
  hub.release_instruction(bigint, bigint, timestamptz)
  to hub_worker;
