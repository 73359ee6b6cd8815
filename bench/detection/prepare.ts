import type { Client } from 'pg'
import { day } from '../../src/simulator/labelled/types.ts'

/** What differs from a hub at work. */
export type Preparation = {
  /** Settings, as JSON texts by key. */
  readonly settings?: Readonly<Record<string, string>>
  /** How the rule for premium hands works: whoever else orders them. */
  readonly ruleMode?: 'notify_only' | 'after_grace'
}

/** What a tick of a simulated minute instead of a second asks for, every five of them while nothing happens. */
const coarse = { 'blind.after': '330' }

/** Remedies that would change what is to be judged are only suggested. */
const judged = {
  'remedy.stale_pending': '"suggest"',
  'remedy.priority_inversion': '"suggest"',
  'remedy.orphan_hand': '"suggest"',
  'remedy.bad_worker': '"suggest"',
  'remedy.stuck_processing': '"suggest"',
}

/** Every remedy acts: for the closed loop. */
export const acting = Object.fromEntries(Object.keys(judged).map((key) => [key, '"act"']))

/** Make a fresh database ready for simulated time: when it begins, in milliseconds since 1970. */
export async function prepare(
  client: Client,
  { settings, ruleMode = 'notify_only' }: Preparation,
): Promise<number> {
  const base = nextMonday()
  for (const [key, value] of Object.entries({ simulation: 'true', ...coarse, ...judged, ...settings })) {
    await client.query('update hub.settings set value = $2::jsonb where key = $1', [key, value])
  }
  // those that page nobody cost more than half of a tick
  await client.query(`update hub.detectors set every = '5 minutes' where not scored and every > '1 second'`)
  await client.query(
    `update hub.render_rules set mode = $1, grace = '30 seconds' where name = 'premium_hand'`,
    [ruleMode],
  )
  await client.query('select setseed(0.5)') // the jitter of retries
  await client.query(`select set_config('hub.now', $1, false)`, [new Date(base).toISOString()])
  return base
}

/** Weeks of history are made ahead from the present one. */
function nextMonday(): number {
  const today = Math.floor(Date.now() / day) * day
  const weekday = (new Date(today).getUTCDay() + 6) % 7
  return today + (7 - weekday) * day
}
