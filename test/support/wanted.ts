import type { Client } from 'pg'

/** Settings and an index that the next migration brings; when they are there, nothing happens. */
export async function addWanted(client: Pick<Client, 'query'>): Promise<void> {
  await client.query(`
    insert into hub.settings (key, value, unit, description, bounds) values
      ('bulk.max', '5000', null, 'Most instructions that one bulk act takes on.', '{"type": "integer", "min": 1, "max": 50000}'),
      ('retention.events', '13', 'weeks', 'How long the journal is kept, in whole weeks and at least two; 0 = for ever. A journal cursor that is older is answered with UB410.', '{"type": "integer", "min": 0, "max": 520}'),
      ('retention.attempts', '52', 'weeks', 'How long attempts are kept, in whole weeks and at least two; 0 = for ever.', '{"type": "integer", "min": 0, "max": 520}'),
      ('retention.idempotency_keys', '2', 'days', 'How long answers to requests with an Idempotency-Key are kept; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.preview_tokens', '1', 'days', 'How long bulk previews are kept after they expired; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.sessions', '7', 'days', 'How long browser sessions are kept after they expired; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.notifications', '90', 'days', 'How long messages that were sent, dropped or given up are kept; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.alerts', '365', 'days', 'How long alerts are kept after they ended; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.workers', '30', 'days', 'How long worker sessions that never asked for work are kept; 0 = for ever. All others stay.', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.metrics', '400', 'days', 'How long figures by the minute are kept; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.batch', '1000', null, 'Most rows that one statement of hub.maintain removes.', '{"type": "integer", "min": 1, "max": 100000}')
    on conflict do nothing;
    create index if not exists render_instructions_ended on public.render_instructions (created_at)
      where status in ('completed', 'cancelled')`)
}
