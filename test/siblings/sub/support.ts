import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Client } from 'pg'
import type { Db } from '../../../src/database/pool.ts'
import { type ImportOptions, importFiles } from '../../../src/siblings/sub/import.ts'
import type { ImportReport } from '../../../src/siblings/sub/report.ts'
import type { CsvFile } from '../../../src/siblings/sub/types.ts'

const folder = join(import.meta.dirname, '../../../samples/csv')

/** The sample files of each dialect, together one import. */
export const samples: Readonly<Record<'1' | '2', readonly string[]>> = {
  '1': ['tournament_data', 'player_chips', 'blind_structure', 'payout_structure', 'broadcast_schedule'],
  '2': ['tournaments', 'players', 'blind_levels', 'payouts'],
}

export const samplePath = (name: string): string => join(folder, `${name}.csv`)

export async function sampleFiles(names: readonly string[]): Promise<CsvFile[]> {
  return Promise.all(
    names.map(async (name) => ({
      name: basename(samplePath(name)),
      bytes: await readFile(samplePath(name)),
    })),
  )
}

/** Text as a file. */
export function aCsv(text: string, name = 'a.csv'): CsvFile {
  return { name, bytes: new TextEncoder().encode(text) }
}

/** Import as ann does at a level's end, in dollars. */
export function bring(
  db: Db,
  files: readonly CsvFile[],
  changes: Partial<ImportOptions> = {},
): Promise<ImportReport> {
  const options = {
    actor: 'ann',
    reason: 'level end',
    source: 'csv',
    partial: false,
    preview: false,
  } as const
  return importFiles(db, files, { ...options, unit: 'dollars', ...changes })
}

/** What was refused and why, by row. */
export function refusals(report: ImportReport): [row: number | null, column: string | null, why: string][] {
  return report.rows
    .filter((row) => row.outcome === 'refused')
    .map(({ row, column, why }) => [row, column, why ?? ''])
}

/** Everything an import may write, so that a test can see that nothing did. */
export async function everything(client: Client): Promise<unknown> {
  const { rows } = await client.query(`
    select (select jsonb_agg(t order by t.id) from public.tournaments as t) as tournaments,
      (select jsonb_agg(p order by p.id) from hub.tournament_players as p) as players,
      (select jsonb_agg(f order by f.tournament_id) from hub.tournament_facts as f) as facts,
      (select jsonb_agg(b order by b.id) from hub.broadcasts as b) as broadcasts,
      (select jsonb_agg(w order by w.id) from hub.rule_work as w) as work,
      (select jsonb_agg(i order by i.id) from hub.imports as i) as imports,
      (select jsonb_agg(a order by a.id) from hub.actions as a) as actions,
      (select count(*) from hub.events) as journal`)
  return rows[0]
}
