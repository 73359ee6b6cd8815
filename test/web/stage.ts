import type { Client } from 'pg'
import { aHand, anInstruction, insert } from '../support/builders.ts'

/** A show with something in every place: hands, work in all states, a worker, alerts, a pause. */
export async function stage(sql: Client): Promise<void> {
  // Nothing may happen by itself while it is looked at.
  for (const [key, value] of [
    ['worker.silent_after', '86400'],
    ['retry.backoff', '[7200]'],
    ['lease.default', '3600'],
  ]) {
    await sql.query(`select hub.change_setting($1, $2::jsonb, 'test', 'stands still')`, [key, value])
  }
  await insert(sql, 'hands', aHand({ table_id: 'table_1', hand_number: 1, hand_rank: 'full_house' }))
  for (let n = 2; n < 14; n++) await insert(sql, 'hands', aHand({ table_id: 'table_2', hand_number: n }))
  await sql.query(
    `insert into tournaments (name, event_code, event_type, buy_in, prize_pool, total_entries, remaining_players, current_level)
     values ('메인 이벤트', 'ME', 'HOLDEM', 10000, 9000000, 900, 120, 17)`,
  )
  await sql.query(`select hub.save_templates($1, 'ann', 'day 1')`, [
    JSON.stringify([
      {
        name: 'tournament_leaderboard',
        composition: 'Leaderboard',
        project: 'file:///D:/templates/wsop.aep',
        description: '상위 9명',
        slots: 9,
        required_layers: [{ name: 'Name {n}', kind: 'text' }],
        optional_layers: [{ name: 'Chips {n}', kind: 'number' }],
        output_defaults: { format: 'mov_alpha', width: 1920, height: 1080, fps: 30 },
      },
    ]),
  ])
  for (let n = 0; n < 24; n++) {
    await insert(
      sql,
      'render_instructions',
      anInstruction({ priority: 1 + (n % 6), hand_id: 1, trigger_type: 'premium_hand' }),
    )
  }
  const { rows } = await sql.query<{ id: string }>(`select hub.register_worker('ae-03') as id`)
  const worker = rows[0]?.id
  const claimed = await sql.query<{ id: string; attempt: string }>(
    `select id, attempt from hub.claim_instructions($1, 6)`,
    [worker],
  )
  const [done, failed, broken, running] = claimed.rows
  await sql.query(`select hub.complete_instruction($1, $2, 'C:\\out\\프리미엄.mov', 1234567, 150)`, [
    done?.id,
    done?.attempt,
  ])
  await sql.query(`select hub.fail_instruction($1, $2, 'Nexrender 503: service unavailable')`, [
    failed?.id,
    failed?.attempt,
  ])
  await sql.query(`select hub.fail_instruction($1, $2, 'composition not found: Premium Hand')`, [
    broken?.id,
    broken?.attempt,
  ])
  const live = () =>
    sql.query(`select hub.heartbeat($1, jsonb_build_object($2::text, 40))`, [worker, running?.id])
  await live()
  const beat = setInterval(() => void live(), 5000)
  sql.once('end', () => clearInterval(beat))
  await raise(
    sql,
    'hand_conflict',
    'error',
    'Nexrender 503 on ae-03, 12 of 31 failing',
    'ae-03에서 Nexrender 503, 31건 중 12건 실패',
  )
  await raise(
    sql,
    'silent_table',
    'warning',
    'No hands from table_2 for 12 minutes',
    'table_2에서 12분 동안 핸드 없음',
    'table:table_2',
  )
  await sql.query(`select hub.pause('template:chip_flow', 'ann', 'wrong colours')`)
}

export async function raise(
  sql: Client,
  kind: string,
  severity: string,
  title: string,
  titleKo: string,
  subject = 'global',
): Promise<number> {
  const { rows } = await sql.query<{ id: number }>(
    `select hub.raise_event($1, $2, 'alert', $3, $4, '{"failed": 12, "of": 31}', '{"text": "Look at the PC.", "text_ko": "PC를 확인하세요."}', $5)::int as id`,
    [kind, subject, severity, title, titleKo],
  )
  return rows[0]?.id ?? 0
}
