import type { Client } from 'pg'

/** Settings and an index that the next migration brings; there already, nothing happens. */
export async function addWanted(client: Pick<Client, 'query'>): Promise<void> {
  await client.query(`
    insert into hub.settings (key, value, unit, description, bounds) values
      ('bulk.max', '5000', null, 'Most instructions that one bulk act takes on.', '{"type": "integer", "min": 1, "max": 50000}'),
      ('retention.events', '13', 'weeks', 'Weeks of the journal that are kept.', '{"type": "integer", "min": 0, "max": 520}'),
      ('retention.attempts', '52', 'weeks', 'Weeks of attempts that are kept.', '{"type": "integer", "min": 0, "max": 520}'),
      ('retention.idempotency_keys', '2', 'days', 'x', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.preview_tokens', '1', 'days', 'x', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.sessions', '7', 'days', 'x', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.notifications', '90', 'days', 'x', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.alerts', '365', 'days', 'x', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.workers', '30', 'days', 'x', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.metrics', '400', 'days', 'x', '{"type": "number", "min": 0, "max": 3650}'),
      ('retention.batch', '1000', null, 'x', '{"type": "integer", "min": 1, "max": 100000}')
    on conflict do nothing;
    create index if not exists render_instructions_ended on public.render_instructions (created_at) where status in ('completed', 'cancelled')`)
}
