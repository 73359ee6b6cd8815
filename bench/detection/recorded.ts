import type { Attempt, Recorded, Remainder } from '../../src/simulator/labelled/hub.ts'
import type { Sender } from './sender.ts'

/** What the hub's history holds at the end of a run. */
export async function readRecorded(send: Sender): Promise<Recorded> {
  const attempts = await send.run(
    'select instruction_id::float8, attempt::float8, started_at, finished_at, outcome from hub.attempts order by started_at',
    [],
  )
  const instructions = await send.run(
    `select id::float8, case when superseded_by is not null then 'superseded' else status end as status, template_name, base_priority, recorded_at, cancelled_at, hand_id::float8, rule_id is not null as by_rule
     from public.render_instructions order by id`,
    [],
  )
  return {
    attempts: attempts.rows.map(
      (row): Attempt => ({
        instruction: row.instruction_id,
        attempt: row.attempt,
        startedAt: send.since(row.started_at) as number,
        finishedAt: send.since(row.finished_at),
        outcome: row.outcome,
      }),
    ),
    instructions: instructions.rows.map(
      (row): Remainder => ({
        instruction: row.id,
        status: row.status,
        template: row.template_name,
        priority: row.base_priority,
        recordedAt: send.since(row.recorded_at) as number,
        cancelledAt: send.since(row.cancelled_at),
        hand: row.hand_id,
        byRule: row.by_rule,
      }),
    ),
  }
}
