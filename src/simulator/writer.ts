import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { timeText } from './dotnet_time.ts'
import { exportName, exportText, logName } from './gfx_document.ts'
import type { Step } from './table.ts'

/** Files of a step: the export if it was written anew, and the log. */
export type Written = { readonly export: string | null; readonly log: string }

/** Writes what PokerGFX writes: per table and day a folder of exports that grow, and a log. */
export function createWriter(out: string): (step: Step) => Promise<Written> {
  const begun = new Set<string>()

  return async (step) => {
    const day = timeText(step.session.ticks).slice(5, 10).replace('-', '')
    const folder = join(out, step.table, day)
    const log = join(folder, logName)
    if (!begun.has(log)) {
      await mkdir(folder, { recursive: true })
      await writeFile(log, '')
      begun.add(log)
    }
    await appendFile(log, step.log)
    if (!step.hands) return { export: null, log }
    const path = join(folder, exportName(step.session))
    await replace(path, exportText(step.session, step.hands))
    return { export: path, log }
  }
}

/** A reader finds the former document or the new one, never half of it. */
async function replace(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), '.export.tmp')
  await writeFile(draft, text)
  await rename(draft, path)
}
