import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { kindOf } from './columns.ts'
import { decode, NoCsv } from './decode.ts'
import { type Owner, onlyTournament } from './owner.ts'
import { readFile as readCsv } from './read_file.ts'
import { delimiterOf, recordsOf } from './records.ts'
import type { Declared, ReadFile } from './types.ts'
import { isCsvName } from './watch.ts'

/**
 * The tournament of a file that names none, from the files of its folder: the one that they name, if they name one
 * only. A file counts as it was stored last: one that has just changed, or is still written, may be about the next
 * tournament already, and then whoever asks has to wait until it is stored.
 */
export async function tournamentBeside(
  path: string,
  declared: Declared,
  isStored: (path: string, bytes: Uint8Array) => Promise<boolean>,
): Promise<Owner | undefined> {
  const folder = dirname(path)
  const entries = await readdir(folder, { withFileTypes: true })
  const found: ReadFile[] = []
  for (const entry of entries) {
    const name = join(folder, entry.name)
    if (!entry.isFile() || !isCsvName(name) || name === path) continue
    const bytes = await readFile(name).catch(() => null) // gone, or held by who writes it: as if not there yet
    if (bytes === null || !(await isTournaments(bytes))) continue
    if (!(await isStored(name, bytes))) return undefined
    found.push(await readCsv({ name, bytes }, declared))
  }
  const only = onlyTournament(found)
  return only && { ...only, said: `as ${found.map(({ name }) => basename(name)).join(', ')} beside it says` }
}

/** By its header alone: other files of the folder may be long. */
async function isTournaments(bytes: Uint8Array): Promise<boolean> {
  try {
    const { text } = decode(bytes)
    for await (const { cells } of recordsOf(text, delimiterOf(text))) {
      return kindOf(cells.map((cell) => cell.trim())) === 'tournaments'
    }
  } catch (error) {
    if (!(error instanceof NoCsv)) throw error
  }
  return false
}
