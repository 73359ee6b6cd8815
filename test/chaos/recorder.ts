import { type Client, DatabaseError, type QueryResult } from 'pg'
import type { Answer, Call, Verb } from './history.ts'

// Every statement of a run goes through here and is written down, whatever comes of it.

export type Held = { readonly id: string; readonly attempt: number }

export type Act = {
  readonly verb: Verb
  readonly sql: string
  readonly instruction?: string
  readonly attempt?: number
  readonly worker?: string
  readonly to?: string
  /** The reports of a batch; one that is not answered is refused. */
  readonly batch?: readonly Held[]
  /** Seconds that its transaction stays open after it, with all its locks. */
  readonly linger?: number
  readonly withdrawn?: boolean
}

export type Recorder = {
  readonly calls: readonly Call[]
  /** Run an act on a session. A refusal is an answer; a lost connection is an error. */
  record(client: Client, session: string, act: Act): Promise<Call>
}

/**
 * One message, so one transaction. Its id is asked for in it: that ties every row of the journal to the call
 * that wrote it, also where a claim rescues what belonged to others.
 */
function messageOf({ sql, linger = 0, withdrawn = false }: Act): string {
  const parts = [sql, 'select pg_current_xact_id_if_assigned()::text as xid']
  if (linger > 0) parts.push(`select pg_sleep(${linger})`)
  if (withdrawn) parts.push('rollback')
  return `${withdrawn ? 'begin; ' : ''}${parts.join('; ')}`
}

export function createRecorder(): Recorder {
  const calls: Call[] = []
  let moment = 0
  const record = async (client: Client, session: string, act: Act): Promise<Call> => {
    const { verb, instruction = null, attempt = null, worker = null, to = null, withdrawn = false } = act
    const start = ++moment
    const outcome = await run(client, act)
    const about = { session, verb, instruction, attempt, worker, to, withdrawn, batch: false }
    const call = { ...about, start, end: ++moment, ...outcome }
    calls.push(...(act.batch && !call.refusal ? reportsOf(call, act.batch) : [call]))
    return call
  }
  return { calls, record }
}

function reportsOf(call: Call, batch: readonly Held[]): Call[] {
  return batch.map(({ id, attempt }) => {
    const answer = call.answer.filter((row) => row.id === id)
    const refusal = answer.length > 0 ? null : refusedInBatch
    const xid = refusal ? null : call.xid
    return { ...call, batch: true, instruction: id, attempt, answer, refusal, xid }
  })
}

/** A batch leaves out of its answer what it refuses; alone it would be refused with this. */
const refusedInBatch = 'UB409'

type Outcome = Pick<Call, 'xid' | 'refusal' | 'said' | 'answer' | 'rowCount'>

async function run(client: Client, act: Act): Promise<Outcome> {
  try {
    const results = (await client.query(messageOf(act))) as unknown as QueryResult[]
    const xid = results.find((result) => result.fields[0]?.name === 'xid')?.rows[0].xid
    const own = results[act.withdrawn ? 1 : 0]
    return {
      xid,
      refusal: null,
      said: null,
      answer: (own?.rows ?? []) as Answer[],
      rowCount: own?.rowCount ?? 0,
    }
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    if (act.withdrawn) await client.query('rollback')
    return { xid: null, refusal: error.code ?? '?', said: error.message, answer: [], rowCount: 0 }
  }
}
