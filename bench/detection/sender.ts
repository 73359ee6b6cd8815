import type { Client, QueryResult } from 'pg'

/** Sends statements, each prepared once, and turns the simulation's times into the database's. */
export type Sender = {
  run(text: string, values: readonly unknown[]): Promise<QueryResult>
  /** The hub's clock for plain statements. */
  setClock(at: number): Promise<void>
  time(at: number): string
  since(time: Date | null): number | null
}

export function createSender(client: Client, base: number): Sender {
  const names = new Map<string, string>()
  const run = (text: string, values: readonly unknown[]): Promise<QueryResult> => {
    const name = names.get(text) ?? `s${names.size}`
    names.set(text, name)
    return client.query({ name, text, values: [...values] })
  }
  const time = (at: number): string => new Date(base + Math.round(at)).toISOString()
  return {
    run,
    time,
    since: (value) => (value === null ? null : value.getTime() - base),
    async setClock(at) {
      await run(`select set_config('hub.now', $1, false)`, [time(at)])
    },
  }
}
