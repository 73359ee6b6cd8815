// What one run leaves behind: seen from outside (calls) and from inside (journal, tables).

/** What a session may do. Verbs are the hub's; `raw_` ones are statements of an old poller. */
export type Verb =
  | ('insert' | 'claim' | 'heartbeat' | 'complete' | 'fail' | 'release' | 'tick' | 'rescue' | 'lapse')
  | ('retry' | 'cancel' | 'change_priority' | 'raw_status' | 'raw_retry' | 'raw_output')

/**
 * One statement of one session, or one report of a batch: those share start, end and transaction.
 * `start` and `end` come from one counter for all sessions.
 */
export type Call = {
  readonly session: string
  readonly verb: Verb
  /** The instruction it names; null when it names none (a claim, a tick). */
  readonly instruction: string | null
  /** The attempt a report shows. */
  readonly attempt: number | null
  /** The worker session of a claim or heartbeat. */
  readonly worker: string | null
  /** The state that a raw statement sets. */
  readonly to: string | null
  readonly start: number
  readonly end: number
  /** The transaction it wrote in; null when it wrote nothing, or was refused. */
  readonly xid: string | null
  /** SQLSTATE and message of a refusal. */
  readonly refusal: string | null
  readonly said: string | null
  readonly answer: readonly Answer[]
  /** One report of several in the same call. */
  readonly batch: boolean
  /** It was rolled back after its answer: nothing may be left of it. */
  readonly withdrawn: boolean
  /** Rows that a raw statement reported. */
  readonly rowCount: number
}

/** A row of an answer, as far as any verb gives it. */
export type Answer = {
  readonly id?: string
  readonly attempt?: string
  readonly status?: string
  readonly output?: string
  readonly command?: string
  readonly action?: string
}

export type Doc = Readonly<Record<string, unknown>>

/** A row of the journal about an instruction or an output. */
export type JournalEvent = {
  readonly id: number
  readonly xid: string
  readonly op: 'insert' | 'update' | 'delete'
  readonly noun: string
  readonly key: string
  readonly kind: string
  readonly reason: string
  /** Hub clock, microseconds; and the lease it gave, if it gave one. */
  readonly at: number
  readonly lease: number | null
  readonly doc: Doc
}

export type Attempt = {
  readonly id: string
  readonly attempt: number
  readonly worker: string | null
  readonly outcome: string | null
}

export type Output = { readonly id: string; readonly instruction: string; readonly attempt: number | null }

export type Row = {
  readonly id: string
  readonly status: string
  readonly attempt: number
  readonly worker: string | null
}

export type History = {
  readonly calls: readonly Call[]
  /** In the order of their ids. */
  readonly events: readonly JournalEvent[]
  readonly attempts: readonly Attempt[]
  readonly outputs: readonly Output[]
  readonly rows: readonly Row[]
}

/** What must never happen. */
export type Kind =
  | ('two owners' | 'stale write accepted' | 'two outcomes' | 'lost' | 'attempt gap' | 'early rescue')
  | ('unexplained change' | 'unjustified answer' | 'unexpected error' | 'out of order')
  | ('attempts differ' | 'outputs differ' | 'row differs' | 'replay differs')

export type Violation = {
  readonly kind: Kind
  readonly instruction: string | null
  /** How many journal events of the instruction lead up to it. */
  readonly step: number
  readonly text: string
}
