import type { Attempt, Hub, Lent } from '../../src/simulator/labelled/hub.ts'
import { type PlanOptions, planBroadcast } from '../../src/simulator/labelled/plan.ts'
import { type Fault, type FaultKind, hour, minute, type Plan } from '../../src/simulator/labelled/types.ts'

type Row = {
  id: number
  template: string
  priority: number
  status: 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled'
  runnableAt: number
  attempt: number
  startedAt: number
  cancelledAt: number | null
}

/** The least that a hub has to be, in memory: a queue that retries failures after a minute and tells nothing. */
export function createPlainHub(): Hub {
  const rows: Row[] = []
  const attempts: Attempt[] = []
  const paused = new Set<string>()
  let hands = 0
  let sessions = 0
  const add = (template: string, priority: number, runnableAt: number): number => {
    const id = rows.length + 1
    const row = { id, template, priority, runnableAt, attempt: 0, startedAt: 0, cancelledAt: null }
    rows.push({ ...row, status: 'pending' })
    return id
  }
  const end = (at: number, { instruction, attempt }: Lent, outcome: string): Row => {
    const row = rows[instruction - 1] as Row
    attempts.push({ instruction, attempt, startedAt: row.startedAt, finishedAt: at, outcome })
    return row
  }
  return {
    hand: async () => ++hands,
    orders: async (at, orders) => orders.map((one) => add(one.template, one.priority, one.notBefore ?? at)),
    premium: async (at) => add('premium_hand', 2, at),
    register: async () => `session ${++sessions}`,
    beat: async () => [],
    async claim(at) {
      const [row] = rows
        .filter((one) => one.status === 'pending' && one.runnableAt <= at)
        .filter((one) => !paused.has('queue') && !paused.has(`template:${one.template}`))
        .sort((a, b) => a.priority - b.priority || a.runnableAt - b.runnableAt)
      if (!row) return null
      Object.assign(row, { status: 'processing', attempt: row.attempt + 1, startedAt: at })
      return { instruction: row.id, attempt: row.attempt, template: row.template }
    },
    async complete(at, _session, lent) {
      end(at, lent, 'completed').status = 'completed'
    },
    async fail(at, _session, lent) {
      const row = end(at, lent, 'failed')
      if (row.attempt >= 4) {
        row.status = 'failed'
        return null
      }
      Object.assign(row, { status: 'pending', runnableAt: at + minute })
      return at + minute
    },
    async retry(at, instruction) {
      const row = rows[instruction - 1] as Row
      if (row.status !== 'failed') return false
      Object.assign(row, { status: 'pending', runnableAt: at })
      return true
    },
    async cancel(at, instruction) {
      Object.assign(rows[instruction - 1] as Row, { status: 'cancelled', cancelledAt: at })
    },
    holdBack: async (_at, scope) => void paused.add(scope),
    letGo: async (_at, scope) => void paused.delete(scope),
    look: async (at) => ({
      alerts: [],
      waiting: rows.some((one) => one.status === 'pending' && one.runnableAt <= at),
    }),
    recorded: async () => ({
      attempts,
      instructions: rows.map((row) => ({
        ...row,
        instruction: row.id,
        recordedAt: 0,
        hand: null,
        byRule: false,
      })),
    }),
  }
}

/** A day of normal load on three workers with these faults, or with none. */
export function aPlan(faults: readonly Fault[] = [], changes: Partial<PlanOptions> = {}): Plan {
  return planBroadcast({
    seed: 9,
    days: 1,
    regime: { load: 'normal', workers: 3, pollers: false },
    faults,
    ...changes,
  })
}

export function aFault(kind: FaultKind, minutes: number, changes: Partial<Fault> = {}): Fault {
  const from = 14 * hour
  return { kind, from, to: from + minutes * minute, amount: 1, target: 'table_1', ...changes }
}
