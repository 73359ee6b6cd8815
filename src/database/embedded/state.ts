import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** What must survive a restart besides the cluster; readable by its owner alone. */
const State = z.object({ password: z.string().min(1), port: z.number().int() })
export type State = z.infer<typeof State>

const file = (dataDir: string): string => join(dataDir, 'postgres.json')

/** Password and port of the cluster in a data directory; null before the first start. */
export async function readState(dataDir: string): Promise<State | null> {
  const text = await readFile(file(dataDir), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : State.parse(JSON.parse(text))
}

/** The state, made with a random password if there is none; two hubs that start together agree on one. */
export async function ensureState(dataDir: string, port: number): Promise<State> {
  const present = await readState(dataDir)
  if (present) return present
  const draft = await writeDraft(dataDir, { password: randomBytes(24).toString('hex'), port })
  // A link, unlike a rename, never replaces: the first one wins.
  await link(draft, file(dataDir)).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  return State.parse(await readState(dataDir))
}

/** Replace the state in one step. */
export async function writeState(dataDir: string, state: State): Promise<void> {
  await rename(await writeDraft(dataDir, state), file(dataDir))
}

async function writeDraft(dataDir: string, state: State): Promise<string> {
  const draft = `${file(dataDir)}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  return draft
}
