import type { Socket } from 'node:net'
import pg, { Client, type ClientConfig } from 'pg'
import pgListen from 'pg-listen'

/** A LISTEN connection that reconnects for ever. */
export type Subscriber = ReturnType<typeof pgListen.default>

/** Delay before the n-th attempt: growing, bounded, and different for each hub. */
export function backoff(attempt: number): number {
  return Math.min(250 * 2 ** attempt, 1000) * (0.75 + Math.random() / 2)
}

/** An answer of the server that takes longer means that the connection is dead. */
export const answerWithinMs = 2000

/**
 * pg-listen with the settings without which it gives up after 3 s. Its own look at the connection is off:
 * the doorbell's echo looks more closely.
 */
export function createSubscriber(url: string): Subscriber {
  return withSteadyClients(() =>
    pgListen.default(listenConnection(url), {
      retryTimeout: 0,
      retryInterval: backoff,
      paranoidChecking: false,
      // A DBA may type anything after `notify hub_wake,`; nobody reads it.
      parse: (text: string) => text,
      serialize: (text: string) => text,
    }),
  )
}

/**
 * A client that fails twice (a server that is starting up says so, then closes the socket) has nobody
 * who listens the second time: pg-listen listens once. Without a listener `error` ends the process.
 * And one whose server does not answer any more must be gone all the same after its end.
 */
class SteadyClient extends Client {
  override async end(): Promise<void> {
    const { stream } = (this as unknown as { connection: { stream: Socket } }).connection
    const late = setTimeout(() => stream.destroy(), answerWithinMs).unref()
    await super.end()
    clearTimeout(late)
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'error' && this.listenerCount('error') === 0) return false
    return super.emit(event as 'error', ...(args as [Error]))
  }
}

/** pg-listen takes the class of its clients from the module, at the moment it is called. */
function withSteadyClients<T>(create: () => T): T {
  const original = pg.Client
  pg.Client = SteadyClient
  try {
    return create()
  } finally {
    pg.Client = original
  }
}

/** A doorbell hangs on the primary: a standby takes LISTEN for an error, or for granted. */
export async function refuseStandby(url: string): Promise<void> {
  const client = new Client({ ...listenConnection(url), application_name: 'automation_hub check' })
  client.on('error', () => {}) // the query reports it
  try {
    await client.connect()
    const { rows } = await client.query('select pg_is_in_recovery() as standby')
    if (rows[0].standby) throw new Error('the listener is connected to a standby')
  } finally {
    await client.end()
  }
}

function listenConnection(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: 'automation_hub listener',
    query_timeout: answerWithinMs, // this is what finds a half-open socket
    connectionTimeoutMillis: 2500,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
  }
}
