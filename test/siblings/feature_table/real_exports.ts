import { existsSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Real exports lie beside the checkout, a folder per table; they are no part of it. */
const realExports = join(import.meta.dirname, '../../../../shared/data/pgfx')

export const hasRealExports = existsSync(realExports)

/** Why a test that needs them is skipped. */
export const withoutThem = hasRealExports ? '' : ' (skipped: no real exports in ../shared/data/pgfx)'

export const realTables = ['table-GG', 'table-pokercaster'] as const

/** The files of one table: its exports or its companion logs. */
export function realFiles(table: string, ending: '.json' | '.txt'): string[] {
  const folder = join(realExports, table)
  const files = globSync(`**/*${ending}`, { cwd: folder }).map((file) => join(folder, file))
  return files.sort((a, b) => (basename(a) < basename(b) ? -1 : 1))
}
