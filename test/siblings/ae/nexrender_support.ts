import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from 'pg'
import { readCatalogue } from '../../../src/siblings/ae/catalogue.ts'
import { createClient } from '../../../src/siblings/ae/nexrender/client.ts'
import { createNexrender, type NexrenderOptions } from '../../../src/siblings/ae/nexrender/render.ts'
import type { Render } from '../../../src/siblings/ae/types.ts'
import { anInstruction, insert } from '../../support/builders.ts'
import { type Nexrender, startNexrender } from '../../support/nexrender.ts'
import { type Running, runNode } from '../../support/process.ts'
import { test as base } from './support.ts'

const cli = join(import.meta.dirname, '..', '..', '..', 'src', 'cli.ts')

/** `test` with `nexrender`, a real one, and `hubWorker`, which starts the command on the test's database. */
export const test = base
  .extend('nexrender', async ({}, { onCleanup }) => {
    const nexrender = await startNexrender()
    onCleanup(() => nexrender.stop())
    return nexrender
  })
  .extend('hubWorker', async ({ url, client, nexrender }, { onCleanup }) => {
    await client.query(
      "select hub.change_setting('lease.default', '3', 'test', 'the dead are noticed sooner')",
    )
    const workers: Running[] = []
    onCleanup(async () => {
      for (const { child, ended } of workers) {
        child.kill('SIGKILL')
        await ended
      }
    })
    return (...flags: string[]): Running => {
      const { secret, catalogue, out } = nexrender
      const args = ['--url', nexrender.url, '--templates', catalogue, '--out', out, '--poll', '0.05']
      const worker = runNode(cli, ['worker', 'nexrender', ...args, ...flags], {
        env: { ...process.env, DATABASE_URL: url, NEXRENDER_SECRET: secret },
      })
      workers.push(worker)
      return worker
    }
  })

/** The renderer itself, patient for milliseconds only. */
export async function rendererOf(
  nexrender: Nexrender,
  changes: Partial<NexrenderOptions> = {},
): Promise<Render> {
  return createNexrender({
    client: createClient(nexrender.url, nexrender.secret),
    catalogue: await readCatalogue(nexrender.catalogue),
    out: nexrender.out,
    renderOut: nexrender.out,
    assets: null,
    nas: null,
    follow: { poll: 20, timeout: 20_000, stall: 20_000, patience: 5_000 },
    verify: { minBytes: 1024, patience: 300, look: 20 },
    warn: (message) => console.error(message),
    ...changes,
  })
}

export function order(client: Client, mode: string, changes: Record<string, unknown> = {}): Promise<string> {
  return insert(client, 'render_instructions', anInstruction({ template_name: mode, ...changes }))
}

export const frames = (format: string, duration_frames?: number) => ({
  output_settings_json: { format, ...(duration_frames ? { duration_frames } : {}) },
})

/** The outputs the hub has, each compared with what lies on the disk. */
export async function outputsOf(client: Client): Promise<Record<string, unknown>[]> {
  const { rows } = await client.query(
    `select o.instruction_id as id, o.attempt, i.status, o.output_path, o.file_size::int, o.frame_count, o.checksum
     from render_outputs as o join render_instructions as i on i.id = o.instruction_id order by 1, 2`,
  )
  return Promise.all(
    rows.map(async ({ output_path: path, checksum, file_size: size, ...row }) => ({
      ...row,
      onDisk: (await checksumOf(path)) === checksum && (await sizeOf(path)) === size,
    })),
  )
}

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')

/** As `sha256sum` would tell it, of a folder the sum of its list. */
async function checksumOf(path: string): Promise<string> {
  if (!(await stat(path)).isDirectory()) return sha256(await readFile(path))
  const names = (await readdir(path)).sort()
  const lines = names.map(async (name) => `${sha256(await readFile(join(path, name)))}  ${name}\n`)
  return sha256((await Promise.all(lines)).join(''))
}

async function sizeOf(path: string): Promise<number> {
  if (!(await stat(path)).isDirectory()) return (await stat(path)).size
  const sizes = (await readdir(path)).map(async (name) => (await stat(join(path, name))).size)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
