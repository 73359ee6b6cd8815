import { describe, expect, test } from 'vitest'
import { check } from './checker.ts'
import { type Forge, forge, workerOf } from './forge.ts'
import type { Call, Kind } from './history.ts'
import { shortestStory } from './story.ts'

// The checker is fed forged histories: each shows one thing that must never happen, and it must say so.

function kindsOf({ history }: Forge): Kind[] {
  return [...new Set(check(history).violations.map((violation) => violation.kind))]
}

function queued(): Forge {
  const f = forge()
  f.insert()
  return f
}

function claimed(): Forge {
  const f = queued()
  f.claim('worker 1', 1, { lease: 5e8 })
  return f
}

/** Attempt 1 was rescued from worker 1, worker 2 has attempt 2. */
function rescued(): Forge {
  const f = claimed()
  f.rescue('desk 1', 1, 6e8)
  f.claim('worker 2', 2)
  return f
}

const about = (attempt: number): Partial<Call> => ({ instruction: '1', attempt })

describe('an honest history is believed', () => {
  test('claim, rescue, a zombie refused, completion, its repetition, a retry', () => {
    const f = rescued()
    f.refused('worker 1', 'complete', about(1))
    f.refused('desk 1', 'retry')
    f.call('worker 2', 'heartbeat', {
      worker: workerOf('worker 2'),
      answer: [{ id: '1', attempt: '2', command: 'continue' }],
    })
    const { answer } = f.complete('worker 2', 2)
    f.call('worker 2', 'complete', { ...about(2), answer })
    f.refused('desk 2', 'cancel')
    f.retry('desk 1')
    f.refused('worker 2', 'complete', about(2))
    f.claim('poller 1', 3, { raw: true })
    f.cancel('desk 1')
    f.call('desk 2', 'cancel', { instruction: '1' })
    f.call('poller 1', 'raw_status', { instruction: '1', to: 'completed' })
    expect(check(f.history).violations).toEqual([])
  })

  test('a refusal is right if it was right at any moment of the call', () => {
    const f = claimed()
    const long = f.refused('worker 1', 'fail', about(1))
    f.rescue('desk 1', 1)
    const [rescue] = f.history.calls.slice(-1)
    f.history.calls[f.history.calls.indexOf(long)] = { ...long, end: (rescue?.end ?? 0) + 1 }
    expect(check(f.history).violations).toEqual([])
  })

  test('what was rolled back after its answer needs no trace', () => {
    const f = claimed()
    f.call('worker 1', 'complete', { ...about(1), withdrawn: true, answer: [{ id: '1', output: '1' }] })
    f.fail('worker 1', 1)
    expect(check(f.history).violations).toEqual([])
  })
})

describe('two owners', () => {
  test('an attempt begins while another runs', () => {
    const f = claimed()
    f.claim('worker 2', 2)
    expect(kindsOf(f)).toContain('two owners')
  })

  test('two workers are told of the same attempt', () => {
    const f = claimed()
    const answer = [{ id: '1', attempt: '1', status: 'processing' }]
    f.call('worker 2', 'claim', { worker: workerOf('worker 2'), answer })
    expect(kindsOf(f)).toEqual(['two owners'])
  })

  test('two attempts are open in hub.attempts', () => {
    const f = rescued()
    for (const attempt of f.history.attempts) Object.assign(attempt, { outcome: null })
    expect(kindsOf(f)).toContain('two owners')
  })
})

describe('a stale write is accepted', () => {
  test('a zombie ends the attempt of another', () => {
    const f = rescued()
    f.complete('worker 1', 1)
    expect(kindsOf(f)).toContain('stale write accepted')
  })

  test('a report of an attempt that was never given is answered OK', () => {
    const f = claimed()
    f.call('worker 1', 'fail', { ...about(7), answer: [{ id: '1', attempt: '1', status: 'processing' }] })
    expect(kindsOf(f)).toEqual(['stale write accepted'])
  })

  test('a raw statement ends what a worker holds', () => {
    const f = claimed()
    const raw = f.call('poller 1', 'raw_status', { instruction: '1', to: 'failed', rowCount: 1 })
    f.wrote(raw, 'instruction.failed', { status: 'failed' })
    expect(kindsOf(f)).toContain('stale write accepted')
  })

  test('a poller ends what another poller has taken over', () => {
    const f = queued()
    f.claim('poller 1', 1, { raw: true })
    f.cancel('desk 1')
    f.retry('desk 1')
    f.claim('poller 2', 2, { raw: true })
    const raw = f.call('poller 1', 'raw_status', { instruction: '1', to: 'completed', rowCount: 1 })
    f.wrote(raw, 'instruction.completed', { status: 'completed' })
    expect(kindsOf(f)).toContain('stale write accepted')
  })

  test('a raw output passes for one of a worker', () => {
    const f = claimed()
    const raw = f.call('poller 1', 'raw_output', { instruction: '1' })
    const doc = { instruction_id: 1, attempt: 1 }
    f.wrote(raw, 'output.recorded', doc, { op: 'insert', noun: 'output', key: '1' })
    f.history.outputs.push({ id: '1', instruction: '1', attempt: 1 })
    expect(kindsOf(f)).toEqual(['stale write accepted'])
  })
})

describe('a refused or withdrawn call leaves something', () => {
  test('a change that belongs to no accepted call', () => {
    const f = rescued()
    const zombie = f.refused('worker 1', 'complete', about(1))
    f.wrote({ ...zombie, xid: '999' }, 'instruction.reprioritised', { priority: 1 })
    expect(kindsOf(f)).toEqual(['unexplained change'])
  })

  test('a change of a transaction that was rolled back', () => {
    const f = queued()
    const cancel = f.call('desk 1', 'cancel', { instruction: '1', withdrawn: true })
    f.wrote(cancel, 'instruction.cancelled', { status: 'cancelled' })
    expect(kindsOf(f)).toEqual(['unexplained change'])
  })
})

describe('a batch of reports', () => {
  const batch = { batch: true, start: 100, end: 101 } // of all its reports the same

  test('may not end what it leaves out of its answer', () => {
    const f = claimed()
    Object.assign(f.complete('worker 1', 1), { ...batch, xid: null, refusal: 'UB409', answer: [] })
    const { xid } = f.history.events.at(-1) ?? {}
    f.call('worker 1', 'complete', { ...about(1), ...batch, xid: xid ?? '', instruction: '2' })
    expect(kindsOf(f)).toContain('unexplained change')
  })

  test('is fenced report by report', () => {
    const f = rescued()
    Object.assign(f.complete('worker 1', 1), batch)
    expect(kindsOf(f)).toContain('stale write accepted')
  })
})

describe('something is lost', () => {
  test('a row', () => {
    const f = claimed()
    f.history.rows.length = 0
    expect(kindsOf(f)).toEqual(['lost'])
  })

  test('an insert that was accepted', () => {
    const f = forge()
    f.call('producer', 'insert', { answer: [{ id: '1' }] })
    expect(kindsOf(f)).toEqual(['lost'])
  })

  test('a report that was accepted', () => {
    const f = claimed()
    f.call('worker 1', 'complete', { ...about(1), answer: [{ id: '1', attempt: '1', output: '1' }] })
    expect(kindsOf(f)).toEqual(['lost'])
  })

  test('a claim that nobody was told of', () => {
    const f = claimed()
    Object.assign(f.history.calls.at(-1) ?? {}, { answer: [] })
    expect(kindsOf(f)).toEqual(['lost'])
  })
})

describe('attempts have a gap', () => {
  test('in the journal', () => {
    const f = queued()
    f.claim('worker 1', 2)
    expect(kindsOf(f)).toContain('attempt gap')
  })

  test('in hub.attempts', () => {
    const f = rescued()
    f.history.attempts.shift()
    expect(kindsOf(f)).toEqual(['attempt gap'])
  })

  test('without a claim', () => {
    const f = queued()
    f.wrote(f.call('desk 1', 'retry', { instruction: '1' }), 'instruction.changed', { attempt: 1 })
    expect(kindsOf(f)).toContain('attempt gap')
  })
})

describe('one attempt has two outcomes', () => {
  test('completed, then failed', () => {
    const f = claimed()
    f.complete('worker 1', 1)
    f.fail('worker 1', 1)
    expect(kindsOf(f)).toContain('two outcomes')
  })

  test('completed, and a failure is answered OK', () => {
    const f = claimed()
    f.complete('worker 1', 1)
    f.call('worker 1', 'fail', { ...about(1), answer: [{ id: '1', attempt: '1', status: 'completed' }] })
    expect(kindsOf(f)).toEqual(['two outcomes'])
  })

  test('a repeated completion answers another output', () => {
    const f = claimed()
    f.complete('worker 1', 1)
    f.call('worker 1', 'complete', { ...about(1), answer: [{ id: '1', attempt: '1', output: '2' }] })
    expect(kindsOf(f)).toEqual(['two outcomes'])
  })

  test('hub.attempts keeps another one than happened', () => {
    const f = claimed()
    f.complete('worker 1', 1)
    Object.assign(f.history.attempts[0] ?? {}, { outcome: 'failed' })
    expect(kindsOf(f)).toEqual(['attempts differ'])
  })
})

describe('a state is not explained by the history', () => {
  test('a verb makes a change that is not its own', () => {
    const f = claimed()
    f.retry('desk 1')
    expect(kindsOf(f)).toContain('unexplained change')
  })

  test('the table has another state than the journal', () => {
    const f = claimed()
    Object.assign(f.history.rows[0] ?? {}, { status: 'pending' })
    expect(kindsOf(f)).toEqual(['row differs'])
  })

  test('a rescue comes before the lease has run out', () => {
    const f = claimed()
    f.rescue('desk 1', 1, 4e8)
    expect(kindsOf(f)).toEqual(['early rescue'])
  })

  test('a call that had ended is written after one that began later', () => {
    const f = claimed()
    f.rescue('desk 1', 1)
    const [claim, rescue] = f.history.calls.slice(-2)
    Object.assign(claim ?? {}, { start: 50, end: 51 })
    Object.assign(rescue ?? {}, { start: 40, end: 41 })
    expect(kindsOf(f)).toContain('out of order')
  })
})

describe('an answer fits nothing that was', () => {
  test('the owner is refused', () => {
    const f = claimed()
    f.refused('worker 1', 'complete', about(1))
    expect(kindsOf(f)).toEqual(['unjustified answer'])
  })

  test('a heartbeat says continue to who has lost it', () => {
    const f = rescued()
    const answer = [{ id: '1', attempt: '1', command: 'continue' }]
    f.call('worker 1', 'heartbeat', { worker: workerOf('worker 1'), answer })
    expect(kindsOf(f)).toEqual(['unjustified answer'])
  })

  test('a cancellation of what is not cancelled', () => {
    const f = queued()
    f.call('desk 1', 'cancel', { instruction: '1' })
    expect(kindsOf(f)).toEqual(['unjustified answer'])
  })

  test('a verb answers another state than it wrote', () => {
    const f = claimed()
    const fail = f.fail('worker 1', 1)
    Object.assign(fail, { answer: [{ id: '1', attempt: '1', status: 'pending' }] })
    expect(kindsOf(f)).toEqual(['unjustified answer'])
  })
})

describe('an error that nobody should have', () => {
  test('a deadlock', () => {
    const f = claimed()
    f.refused('worker 2', 'claim', { instruction: null, refusal: '40P01' })
    expect(kindsOf(f)).toEqual(['unexpected error'])
  })

  test('a step of tick fails, although tick answers', () => {
    const f = claimed()
    f.call('desk 1', 'tick', { answer: [{ action: 'failed: deadlock detected' }] })
    expect(kindsOf(f)).toEqual(['unexpected error'])
  })
})

describe('outputs', () => {
  test('an attempt was completed without one', () => {
    const f = claimed()
    f.complete('worker 1', 1)
    f.history.events.splice(2, 1)
    f.history.outputs.length = 0
    expect(kindsOf(f)).toEqual(['outputs differ'])
  })

  test('one is in the journal and in no table', () => {
    const f = claimed()
    f.complete('worker 1', 1)
    f.history.outputs.length = 0
    expect(kindsOf(f)).toEqual(['lost'])
  })

  test('an attempt has two', () => {
    const f = claimed()
    const done = f.complete('worker 1', 1)
    const doc = { instruction_id: 1, attempt: 1 }
    f.wrote(done, 'output.recorded', doc, { op: 'insert', noun: 'output', key: '9' })
    f.history.outputs.push({ id: '9', instruction: '1', attempt: 1 })
    expect(kindsOf(f)).toEqual(['outputs differ'])
  })
})

test('the counter-example tells the shortest story, up to what must not happen', () => {
  const f = rescued()
  f.complete('worker 1', 1)
  f.retry('desk 1')
  const round = { history: f.history, ...check(f.history) }
  expect(shortestStory(round).split('\n')).toEqual([
    expect.stringMatching(/^stale write accepted of instruction 1: complete of attempt 1 made/),
    expect.stringMatching(/producer +insert -> /),
    expect.stringMatching(/journal 1: .*nothing => pending 0/),
    expect.stringMatching(/worker 1 +claim -> 1 processing/),
    expect.stringMatching(/journal 2: .*pending 0 => processing 1/),
    expect.stringMatching(/desk 1 +rescue -> ok/),
    expect.stringMatching(/journal 3: .*processing 1 => pending 1/),
    expect.stringMatching(/worker 2 +claim -> 2 processing/),
    expect.stringMatching(/journal 4: .*pending 1 => processing 2/),
    expect.stringMatching(/worker 1 +complete attempt 1 -> 1 1/),
    expect.stringMatching(/journal 6: .*processing 2 => completed 2/),
  ])
})
