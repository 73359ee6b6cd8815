import { existsSync } from 'node:fs'
import {
  type BenchServer,
  cloneDatabase,
  createHubTemplate,
  dropDatabase,
  hubTemplate,
  type Say,
  startServer,
} from '../support/server.ts'

/** Makes databases with the hub's schema that nobody else uses, each for one run. */
export type Databases = {
  readonly server: BenchServer
  /** Let something be done with a fresh one, and drop it. */
  use<T>(work: (url: string) => Promise<T>): Promise<T>
}

const memoryDisk = '/dev/shm'

/** A server of this run's own, in memory where there is room for it: nothing here has to last. */
export async function startDatabases(say: Say, dir?: string): Promise<Databases> {
  const parent = dir ?? (existsSync(memoryDisk) ? memoryDisk : undefined)
  const server = await startServer(say, parent)
  await createHubTemplate(server, say)
  let count = 0
  return {
    server,
    async use(work) {
      const name = `detection_${++count}`
      const url = await cloneDatabase(server, hubTemplate, name)
      await server.admin.query(`alter database ${name} set synchronous_commit = off`)
      try {
        return await work(url)
      } finally {
        await dropDatabase(server, name)
      }
    },
  }
}
