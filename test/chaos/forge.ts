import type { Answer, Attempt, Call, Doc, History, JournalEvent, Output, Row } from './history.ts'

// Made-up histories, for the tests of the checker: honest ones act by act, and forged ones by changing them.

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] }

export type Forge = {
  readonly history: Mutable<History>
  /** A call that changed nothing, or whose changes are written by hand. */
  call(session: string, verb: Call['verb'], more?: Partial<Call>): Call
  refused(session: string, verb: Call['verb'], more?: Partial<Call>): Call
  /** A line of the journal about instruction 1; the rows of the tables follow it. */
  wrote(call: Call, kind: string, doc: Doc, more?: Partial<JournalEvent>): JournalEvent
  insert(): Call
  claim(session: string, attempt: number, more?: { lease?: number; raw?: boolean }): Call
  complete(session: string, attempt: number): Call
  fail(session: string, attempt: number): Call
  rescue(session: string, attempt: number, at?: number): Call
  cancel(session: string): Call
  retry(session: string): Call
}

/** Who claims as a worker of which session: one each. */
export const workerOf = (session: string): string => `uuid of ${session}`

export function forge(): Forge {
  const calls: Call[] = []
  const events: JournalEvent[] = []
  const attempts: Mutable<Attempt>[] = []
  const outputs: Output[] = []
  const rows: Mutable<Row>[] = []
  const history = { calls, events, attempts, outputs, rows } as Mutable<History>
  let moment = 0

  const call: Forge['call'] = (session, verb, more = {}) => {
    const about = {
      session,
      verb,
      instruction: null,
      attempt: null,
      worker: null,
      to: null,
      withdrawn: false,
    }
    const came = {
      batch: false,
      withdrawn: false,
      xid: String(moment),
      refusal: null,
      said: null,
      answer: [] as Answer[],
      rowCount: 0,
    }
    const made = { ...about, start: ++moment, end: ++moment, ...came, ...more }
    calls.push(made)
    return made
  }
  const refused: Forge['refused'] = (session, verb, more = {}) =>
    call(session, verb, { instruction: '1', xid: null, refusal: 'UB409', said: 'no', ...more })

  const wrote: Forge['wrote'] = ({ xid }, kind, doc, more = {}) => {
    const id = events.length + 1
    const about = {
      noun: 'instruction',
      key: '1',
      reason: kind,
      at: id * 10,
      lease: null,
      op: 'update' as const,
    }
    const event = { id, xid: xid as string, kind, doc, ...about, ...more }
    events.push(event)
    if (event.noun === 'instruction') followRow(event)
    return event
  }
  const followRow = ({ op, doc }: JournalEvent): void => {
    if (op === 'insert') rows.push({ id: '1', status: 'pending', attempt: 0, worker: null })
    const row = rows[0]
    if (!row) return
    if (doc.status) row.status = String(doc.status)
    if (doc.attempt) row.attempt = Number(doc.attempt)
  }
  const close = (attempt: number, outcome: string): void => {
    const mine = attempts.find((one) => one.attempt === attempt)
    if (mine) mine.outcome = outcome
  }
  const report = (session: string, verb: 'complete' | 'fail', attempt: number, answer: Answer): Call =>
    call(session, verb, { instruction: '1', attempt, answer: [answer] })

  return {
    ...{ history, call, refused, wrote },
    insert() {
      const made = call('producer', 'insert', { answer: [{ id: '1', attempt: '0', status: 'pending' }] })
      wrote(made, 'instruction.created', { status: 'pending', attempt: 0, worker_id: null }, { op: 'insert' })
      return made
    },
    claim(session, attempt, { lease = 1e9, raw = false } = {}) {
      const worker = raw ? null : workerOf(session)
      const answer = raw ? [] : [{ id: '1', attempt: String(attempt), status: 'processing' }]
      const how = raw ? { instruction: '1', to: 'processing', rowCount: 1 } : { worker, answer }
      const made = call(session, raw ? 'raw_status' : 'claim', how)
      wrote(made, 'instruction.claimed', { status: 'processing', attempt, worker_id: worker }, { lease })
      attempts.push({ id: '1', attempt, worker, outcome: null })
      return made
    },
    complete(session, attempt) {
      const output = String(outputs.length + 1)
      const made = report(session, 'complete', attempt, { id: '1', attempt: String(attempt), output })
      wrote(
        made,
        'output.recorded',
        { instruction_id: 1, attempt },
        { op: 'insert', noun: 'output', key: output },
      )
      wrote(made, 'instruction.completed', { status: 'completed' })
      outputs.push({ id: output, instruction: '1', attempt })
      close(attempt, 'completed')
      return made
    },
    fail(session, attempt) {
      const made = report(session, 'fail', attempt, { id: '1', attempt: String(attempt), status: 'failed' })
      wrote(made, 'instruction.failed', { status: 'failed', error_message: '503' })
      close(attempt, 'failed')
      return made
    },
    rescue(session, attempt, at = 2e9) {
      const made = call(session, 'rescue')
      const doc = { status: 'pending', worker_id: null }
      wrote(made, 'instruction.rescued', doc, { reason: 'rescue_expired', at })
      close(attempt, 'rescued')
      return made
    },
    cancel(session) {
      const made = call(session, 'cancel', { instruction: '1' })
      wrote(made, 'instruction.cancelled', { status: 'cancelled' })
      for (const { attempt, outcome } of attempts) if (outcome === null) close(attempt, 'cancelled')
      return made
    },
    retry(session) {
      const made = call(session, 'retry', { instruction: '1' })
      wrote(made, 'instruction.retried', { status: 'pending', worker_id: null })
      return made
    },
  }
}
