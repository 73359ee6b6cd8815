import { Client } from 'pg'
import type { Ledger } from '../../src/simulator/labelled/ledger.ts'
import { type PlanOptions, planBroadcast } from '../../src/simulator/labelled/plan.ts'
import type { Plan } from '../../src/simulator/labelled/types.ts'
import { runBroadcast } from '../../src/simulator/labelled/world.ts'
import { createPollerHub } from './poller_hub.ts'
import { type Preparation, prepare } from './prepare.ts'
import { createSender } from './sender.ts'
import { createSqlHub } from './sql_hub.ts'

export type SimulationOptions = PlanOptions &
  Preparation & {
    /** Milliseconds; a minute unless said otherwise. */
    readonly tickEvery?: number
    /** Ends earlier than its last day. */
    readonly until?: number
    /** Makes looks at the database beside each tick. */
    readonly beside?: (client: Client, base: number) => (at: number) => Promise<void>
  }

/** One run of the labelled simulation against a database of its own, which it leaves as it ended. */
export async function simulate(url: string, options: SimulationOptions): Promise<Ledger> {
  const { tickEvery, beside, until } = options
  const whole = planBroadcast(options)
  const plan: Plan = { ...whole, end: until ?? whole.end }
  const [client, raw] = await Promise.all([connect(url), connect(url)])
  try {
    const base = await prepare(client, options)
    const send = createSender(client, base)
    const hub = plan.regime.pollers ? await createPollerHub(send, raw, base) : createSqlHub(send)
    return await runBroadcast(plan, hub, {
      ...(tickEvery && { tickEvery }),
      ...(beside && { beside: beside(client, base) }),
    })
  } finally {
    await Promise.all([client.end(), raw.end()])
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'simulation' })
  client.on('error', () => {}) // the query under way tells it
  await client.connect()
  return client
}
