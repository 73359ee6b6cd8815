import type { Client } from 'pg'
import { insert, type Row } from './builders.ts'

type Session = Pick<Client, 'query'>

/** A rule of the test's own, on hand_completed unless it says otherwise. */
export function aRule(client: Session, changes: Row = {}): Promise<string> {
  return insert(client, 'hub.render_rules', {
    name: 'test_rule',
    event: 'hand_completed',
    template_name: 'test',
    layer_map: { Pot: '{hand.pot|chips}' },
    ...changes,
  })
}

/** Leave only the rules that the test makes. */
export async function withoutSeeds(client: Session): Promise<void> {
  await client.query('update hub.render_rules set enabled = false')
}

/** What was made, oldest first. */
export async function made(client: Session, where = 'true'): Promise<Record<string, unknown>[]> {
  const { rows } = await client.query(
    `select id, template_name as template, trigger_type as event, trigger_id as trigger, status, priority, dedupe_key as key,
       layer_data_json as layers, superseded_by, rule_id is not null as by_rule, error_message
     from render_instructions where ${where} order by id`,
  )
  return rows
}
