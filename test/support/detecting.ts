import type { Client } from 'pg'
import { SuggestedAct } from '../../src/http/schemas/suggested.ts'
import type { Row } from './builders.ts'
import { queued } from './queue.ts'
import { allowSimulation } from './sessions.ts'

type Session = Pick<Client, 'query'>

/** A finding as a detector answers it. */
export type Finding = {
  readonly kind: string
  readonly event_type: string
  readonly subject: string
  readonly severity: string
  readonly since: Date
  readonly title: string
  readonly title_ko: string
  readonly evidence: Record<string, unknown>
  readonly members: { instructions?: number[]; hands?: number[]; total?: number }
  readonly suggested_action: { text: string; text_ko: string; sql: string; act?: unknown }
  readonly clear: string
}

/** A simulated time: so many seconds after the test began, so that it lies in a week that has a partition. */
export type Clock = (seconds: number) => string

export async function simulation(client: Session): Promise<Clock> {
  await allowSimulation(client as Client)
  const begin = Date.now()
  return (seconds) => new Date(begin + seconds * 1000).toISOString()
}

/** What the detector of a kind finds at a time. */
export async function findings(client: Session, kind: string, at: string): Promise<Finding[]> {
  const { rows } = await client.query(`select * from hub.detect_${kind}($1)`, [at])
  return rows
}

/** What holds of it now (not what has ended), and what every such finding has to have: both languages, evidence, a statement that runs as it stands. */
export async function findingsThatHold(client: Session, kind: string, at: string): Promise<Finding[]> {
  const found = (await findings(client, kind, at)).filter(({ clear }) => clear === 'false')
  for (const finding of found) {
    const { sample, outputs } = finding.evidence as { sample?: unknown[]; outputs?: unknown[] }
    const shape = [
      finding.kind,
      finding.clear,
      /[a-z]{2} /.test(finding.title),
      /[가-힣] /.test(finding.title_ko),
    ]
    if (shape.join() !== `${kind},false,true,true`)
      throw new Error(`not as agreed: ${JSON.stringify(finding)}`)
    if ((sample?.length ?? 0) > 5 || (outputs?.length ?? 0) > 5) throw new Error('the sample is too long')
    if (!finding.suggested_action.text || !/[가-힣]/.test(finding.suggested_action.text_ko))
      throw new Error('nothing is suggested')
    const { act, sql } = finding.suggested_action
    if (act !== undefined && !sql.includes(`hub.${SuggestedAct.parse(act).verb}(`))
      throw new Error(`the statement is not the act: ${sql}`)
    await tried(client, sql)
  }
  return found
}

/** Run a statement as a person would paste it, and take it back. `call` commits, so it is run for good. */
async function tried(client: Session, sql: string): Promise<void> {
  if (sql.startsWith('call ')) return void (await client.query(sql))
  await client.query('begin')
  await client.query(sql)
  await client.query('rollback')
}

/** Do something as if it were that time: plain statements of the siblings follow the setting. */
export async function as<T>(client: Session, at: string, act: () => Promise<T>): Promise<T> {
  await client.query(`select set_config('hub.now', $1, false)`, [at])
  try {
    return await act()
  } finally {
    await client.query(`select set_config('hub.now', '', false)`)
  }
}

export function queuedAt(client: Session, at: string, changes: Row = {}): Promise<string> {
  return as(client, at, () => queued(client, changes))
}

export type Claim = { readonly id: string; readonly attempt: string }

/** Claim under a lease that outlasts the test. */
export async function claimAt(
  client: Session,
  at: string,
  worker: string,
  { limit = 1, templates = null }: { limit?: number; templates?: string[] | null } = {},
): Promise<Claim[]> {
  const { rows } = await client.query(
    `select id, attempt from hub.claim_instructions($1, $2, '2 hours', $3, $4)`,
    [worker, limit, templates, at],
  )
  return rows
}

export async function failAt(
  client: Session,
  at: string,
  { id, attempt }: Claim,
  error = 'Nexrender 503',
): Promise<void> {
  await client.query('select hub.fail_instruction($1, $2, $3, null, $4)', [id, attempt, error, at])
}

export async function completeAt(
  client: Session,
  at: string,
  { id, attempt }: Claim,
  output: { path?: string; size?: number | null; frames?: number | null } = {},
): Promise<void> {
  const { path = `//nas/renders/${id}.mov`, size = 1_048_576, frames = null } = output
  await client.query(`select hub.complete_instruction($1, $2, $3, $4, $5, '{}', $6)`, [
    id,
    attempt,
    path,
    size,
    frames,
    at,
  ])
}

/** One job from its order to its end on one worker; its id. */
export async function rendered(
  client: Session,
  clock: Clock,
  worker: string,
  { from, to, failing, ...job }: { from: number; to: number; failing?: string; [column: string]: unknown },
): Promise<string> {
  const id = await queuedAt(client, clock(from), job)
  const [mine] = await claimAt(client, clock(from), worker, {
    templates: [String(job.template_name ?? 'premium_hand')],
  })
  if (mine?.id !== id) throw new Error(`claimed ${mine?.id} instead of ${id}`)
  if (failing === undefined) await completeAt(client, clock(to), mine)
  else await failAt(client, clock(to), mine, failing)
  return id
}
