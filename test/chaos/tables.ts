import type { Attempt, History, Violation } from './history.ts'
import type { Step, Writers } from './model.ts'

// Whether the tables are what the journal and the calls add up to: rows, attempts, outputs.

type Lives = ReadonlyMap<string, readonly Step[]>

export function tableFaults(history: History, lives: Lives, writers: Writers): Violation[] {
  const attempts = Map.groupBy(history.attempts, (attempt) => attempt.id)
  return [
    ...rowFaults(history, lives),
    ...[...lives].flatMap(([id, steps]) => attemptFaults(id, steps, attempts.get(id) ?? [])),
    ...outputFaults(history, lives, writers),
  ]
}

function rowFaults({ rows, calls }: History, lives: Lives): Violation[] {
  const stored = new Map(rows.map((row) => [row.id, row]))
  const inserted = calls.flatMap((call) =>
    call.verb === 'insert' ? call.answer.map((row) => row.id ?? '?') : [],
  )
  const found: Violation[] = []
  for (const id of new Set([...lives.keys(), ...inserted])) {
    const row = stored.get(id)
    const steps = lives.get(id) ?? []
    const last = steps.at(-1)?.after
    const at = { instruction: id, step: steps.length }
    if (!row) found.push({ kind: 'lost', ...at, text: 'it is in no table any more' })
    else if (last && (row.status !== last.status || row.attempt !== last.attempt))
      found.push({
        kind: 'row differs',
        ...at,
        text: `the table has ${row.status} at attempt ${row.attempt}, the journal ${last.status} at ${last.attempt}`,
      })
  }
  return found
}

function attemptFaults(id: string, steps: readonly Step[], attempts: readonly Attempt[]): Violation[] {
  const last = steps.at(-1)?.after
  if (!last) return []
  const found: Violation[] = []
  const fail = (kind: Violation['kind'], text: string): void =>
    void found.push({ kind, instruction: id, step: steps.length, text })
  const numbers = attempts.map((a) => a.attempt).sort((a, b) => a - b)
  if (numbers.some((n, i) => n !== i + 1) || numbers.length !== last.attempt)
    fail('attempt gap', `attempts ${numbers.join(', ') || 'none'} are kept, the row is at ${last.attempt}`)
  const open = attempts.filter((a) => a.outcome === null).map((a) => a.attempt)
  if (open.length > 1) fail('two owners', `attempts ${open.join(' and ')} are open at once`)
  if ((last.status === 'processing') !== (open.length === 1))
    fail('attempts differ', `it is ${last.status} with ${open.length} open attempts`)
  for (const { attempt, outcome, worker } of attempts) {
    const ended = last.ends.get(attempt) ?? null
    if (outcome !== ended)
      fail('attempts differ', `attempt ${attempt} is kept as ${outcome}; it was ${ended}`)
    if (last.claims.has(attempt) && last.claims.get(attempt)?.worker !== worker)
      fail('attempts differ', `attempt ${attempt} is kept under another worker`)
  }
  return found
}

function outputFaults(history: History, lives: Lives, writers: Writers): Violation[] {
  const found: Violation[] = []
  const stored = new Set(history.outputs.map((output) => output.id))
  const made = new Map<string, number>()
  for (const { key, xid, noun, doc } of history.events) {
    if (noun !== 'output') continue
    const id = String(doc.instruction_id)
    const attempt = (doc.attempt as number | null) ?? null
    const call = writers(xid, id)
    const fail = (kind: Violation['kind'], text: string): void =>
      void found.push({ kind, instruction: id, step: lives.get(id)?.length ?? 0, text })
    if (!stored.delete(key)) fail('lost', `output ${key} is in no table any more`)
    if (call?.verb === 'complete' && !call.refusal && call.instruction === id && call.attempt === attempt)
      made.set(`${id}/${attempt}`, (made.get(`${id}/${attempt}`) ?? 0) + 1)
    else if (call?.verb !== 'raw_output' || call.instruction !== id)
      fail('unexplained change', `no accepted call made output ${key}`)
    else if (attempt !== null && lives.get(id)?.at(-1)?.after.claims.get(attempt)?.worker !== null)
      fail('stale write accepted', `a raw output passes for one of attempt ${attempt}, which a worker had`)
  }
  for (const id of stored)
    found.push({
      kind: 'outputs differ',
      instruction: null,
      step: 0,
      text: `output ${id} is not in the journal`,
    })
  return [...found, ...[...lives].flatMap(([id, steps]) => completionFaults(id, steps, made))]
}

/** One output per attempt that a verb completed, and none for any other. */
function completionFaults(
  id: string,
  steps: readonly Step[],
  made: ReadonlyMap<string, number>,
): Violation[] {
  const completed = new Set(
    steps.flatMap(({ call, after, before }) =>
      call?.verb === 'complete' && before?.status === 'processing' ? [after.attempt] : [],
    ),
  )
  const found: Violation[] = []
  for (const [attempt] of steps.at(-1)?.after.claims ?? []) {
    const outputs = made.get(`${id}/${attempt}`) ?? 0
    if (outputs === (completed.has(attempt) ? 1 : 0)) continue
    const text = `attempt ${attempt} has ${outputs} outputs by its worker and was ${completed.has(attempt) ? '' : 'not '}completed`
    found.push({ kind: 'outputs differ', instruction: id, step: steps.length, text })
  }
  return found
}
