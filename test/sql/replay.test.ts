import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { type Random, seeded } from '../support/random.ts'
import { tried } from '../support/refusal.ts'
import { journalAndTables } from '../support/replay.ts'
import { subUpsertTournament } from '../support/siblings.ts'
import { claim, registerWorker } from '../support/workers.ts'

// The journal is the truth's other half: whatever anybody did, replaying it gives the tables.
// Only signs of life (lease, progress) are left out of it on purpose.

const dbaUpdates = [
  `update render_instructions set priority = 1 + (id % 10)::int where id = $1`,
  `update render_instructions set layer_data_json = '{"by": "a DBA"}', not_before = now() + interval '1 hour' where id = $1`,
  `update render_instructions set not_before = null where id = $1`,
  `update render_instructions set status = 'processing' where id = $1`,
  `update render_instructions set status = 'completed', error_message = null where id = $1`,
  `update render_instructions set status = 'failed', error_message = 'connection lost' where id = $1`,
  `update render_instructions set status = 'pending', retry_count = retry_count + 1 where id = $1`,
  `update render_instructions set status = 'cancelled' where id = $1`,
  `update render_instructions set output_path = '/by/hand', max_retries = 9, expires_at = now() + interval '1 day' where id = $1`,
  `delete from render_instructions where id = $1`,
  `update hands set hand_rank = 'full_house', winner = '김철수' where id = $1`,
  `update hands set hand_rank = null, pot_size = pot_size + 1 where id = $1`,
  `update hands set community_cards_json = '["AS", "10d"]', quality_flags = '{odd}' where id = $1`,
  `delete from hands where id = $1`,
  `update render_outputs set file_size = file_size + 1 where id = $1`,
  `delete from render_outputs where id = $1`,
  `update monitoring_events set acknowledged_at = now(), acknowledged_by = 'ann' where id = $1`,
]

async function step(client: Client, random: Random, workers: readonly string[]): Promise<void> {
  const id = 1 + random.below(150)
  const worker = random.of(workers)
  const attempt = 1 + random.below(3)
  const acts: (() => Promise<unknown>)[] = [
    () =>
      client.query(
        `insert into hands (table_id, hand_number, hand_rank, winner, players_json, blinds_json)
         values ($1, $2, $3, 'KIM', '[{"seat": 1, "name": "KIM", "stack": 5, "end_stack": 0, "hole_cards": []}]', $4)`,
        [
          `t${random.below(3)}`,
          random.below(60),
          random.of(['full_house', 'one_pair', null]),
          JSON.stringify({ small_blind: 1, big_blind: 2 * (1 + random.below(3)) }),
        ],
      ),
    () =>
      client.query('select * from hub.record_hand($1)', [
        JSON.stringify({
          table_id: 't1',
          hand_number: random.below(40),
          session_id: '638961224831992165',
          started_at: `2025-10-16T10:00:${10 + random.below(40)}Z`,
          pot_size: random.below(4),
        }),
      ]),
    () =>
      client.query(`insert into render_instructions (template_name, trigger_type, trigger_id, status)
        values ('premium_hand', 'premium', '${id}', '${random.of(['pending', 'pending', 'processing', 'completed'])}')`),
    () => claim(client, worker, 1 + random.below(4)),
    () =>
      client.query(`select * from hub.heartbeat($1, $2)`, [
        worker,
        JSON.stringify({ [id]: random.below(101) }),
      ]),
    () => client.query(`select hub.complete_instruction($1, $2, '/out.png', 10)`, [id, attempt]),
    () =>
      client.query(`select hub.fail_instruction($1, $2, $3)`, [
        id,
        attempt,
        random.of(['503', 'not found', '?']),
      ]),
    () => client.query(`select hub.release_instruction($1, $2)`, [id, attempt]),
    () => client.query(`select hub.retry_instruction($1, 'ann', 'again')`, [id]),
    () => client.query(`select hub.cancel_instruction($1, 'ann', 'wrong')`, [id]),
    () => client.query(`select hub.change_priority($1, $2, 'ann', 'first')`, [id, 1 + random.below(10)]),
    () => client.query(`select hub.void_hand($1, 'ann', 'dealt again')`, [1 + random.below(40)]),
    () =>
      client.query(
        `insert into render_outputs (instruction_id, output_path, file_size) values ($1, '/raw.png', 5)`,
        [id],
      ),
    () =>
      subUpsertTournament(client, {
        event_code: `E${random.below(4)}`,
        current_level: String(random.below(9)),
      }),
    () => client.query('select * from hub.tick()'),
    () => client.query(random.of(dbaUpdates), [id]),
    () => client.query(random.of(dbaUpdates), [id]),
  ]
  await tried(client, random.of(acts))
}

test('thousands of random operations, a DBA’s raw updates among them, replay to the tables', async ({
  client,
}) => {
  const random = seeded(20251016)
  const workers = [await registerWorker(client, 'ae-01'), await registerWorker(client, 'ae-02')]
  for (let i = 0; i < 3000; i++) await step(client, random, workers)
  const { journal, tables: now } = await journalAndTables(client)
  expect(Object.keys(now).length).toBeGreaterThan(200)
  const { rows } = await client.query('select distinct kind from hub.events')
  expect(rows.map((row) => row.kind)).toEqual(
    expect.arrayContaining([
      ...['hand.recorded', 'hand.corrected', 'hand.voided', 'hand.removed', 'tournament.changed'],
      ...['instruction.created', 'instruction.claimed', 'instruction.completed', 'instruction.failed'],
      ...['instruction.released', 'instruction.retried', 'instruction.cancelled', 'instruction.removed'],
      ...[
        'instruction.reprioritised',
        'output.recorded',
        'output.changed',
        'output.removed',
        'write.ignored',
      ],
    ]),
  )
  expect(journal).toEqual(now)
}, 60_000)
