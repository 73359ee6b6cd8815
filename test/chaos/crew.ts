import { Client } from 'pg'
import type { Random } from '../support/random.ts'
import { registerWorker } from '../support/workers.ts'

// The connections of a run, kept from one interleaving to the next, each acting as one of the contract's roles.

export type Part = 'worker' | 'poller' | 'desk'

export type Member = {
  readonly part: Part
  /** Its application_name: what the journal knows it by. */
  readonly name: string
  readonly client: Client
  /** A worker's session; it starts again now and then. */
  worker: string
}

export type Crew = {
  readonly members: readonly Member[]
  /** A superuser for what no part may do: make work, let leases lapse, look at everything. */
  readonly admin: Client
  end(): Promise<void>
}

/** At the desk sits whoever may also call the steps of tick() one by one. */
const roles: Readonly<Record<Part, string>> = {
  worker: 'hub_worker',
  poller: 'hub_poller',
  desk: 'hub_owner',
}
const counts: Readonly<Record<Part, number>> = { worker: 6, poller: 3, desk: 4 }

/** Who takes part in one interleaving: eight sessions, some kinds of them more than others. */
const casts: readonly Readonly<Record<Part, number>>[] = [
  { worker: 6, poller: 0, desk: 2 },
  { worker: 5, poller: 1, desk: 2 },
  { worker: 4, poller: 2, desk: 2 },
  { worker: 4, poller: 0, desk: 4 },
  { worker: 3, poller: 3, desk: 2 },
]

export const sessionsAtOnce = 8

export async function openCrew(url: string): Promise<Crew> {
  const admin = await connect(url, 'chaos')
  const parts = (Object.keys(counts) as Part[]).flatMap((part) =>
    Array.from({ length: counts[part] }, (_, n) => ({ part, name: `${part} ${n + 1}` })),
  )
  const members = await Promise.all(
    parts.map(async ({ part, name }) => {
      const client = await connect(url, name)
      await client.query(`set role ${roles[part]}`)
      return { part, name, client, worker: part === 'worker' ? await registerWorker(client, name) : '' }
    }),
  )
  const end = async (): Promise<void> => {
    await Promise.all([admin, ...members.map((member) => member.client)].map((client) => client.end()))
  }
  return { members, admin, end }
}

export function castOf(crew: Crew, random: Random): readonly Member[] {
  const wanted = random.of(casts)
  return (Object.keys(wanted) as Part[]).flatMap((part) =>
    crew.members.filter((member) => member.part === part).slice(0, wanted[part]),
  )
}

async function connect(url: string, name: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: name })
  client.on('error', () => {}) // told by the query under way, or by the next one
  await client.connect()
  return client
}
