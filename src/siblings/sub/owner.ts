import type { DomainRow, ReadFile } from './types.ts'

/** Whose the rows are that do not say it themselves. */
export type Owner = {
  readonly row: { readonly code: unknown } | { readonly tournament: unknown }
  /** Who says so, when neither the file nor whoever brings it does; a note of the report. */
  readonly said?: string
}

/**
 * The tournament of the tournaments files among these, if they name one only: by its number, else by its name.
 * A row that could not be read may name another one.
 */
export function onlyTournament(files: readonly ReadFile[]): Owner | undefined {
  const tournaments = files.filter((file) => file.kind === 'tournaments')
  if (tournaments.some((file) => file.faults.length > 0)) return undefined
  const brought = tournaments.flatMap((file) => file.rows)
  const names = new Set(brought.map(({ domain: { code, name } }) => JSON.stringify([code, name])))
  const only = names.size === 1 ? brought[0]?.domain : undefined
  return only && { row: only.code === undefined ? { tournament: only.name } : { code: only.code } }
}

/** Do rows of it need an owner? Schedules do not; a tournament is its own. */
export function needsOwner({ kind, rows }: ReadFile): boolean {
  const belongs = kind === 'players' || kind === 'levels' || kind === 'payouts'
  return belongs && rows.some((row) => row.domain.code === undefined)
}

/**
 * Say of every row whose it is: what its file says, else the declared tournament, else the owner.
 * Rows that are nobody's are a fault of their file.
 */
export function place(
  files: readonly ReadFile[],
  declared: string | undefined,
  owner: Owner | undefined,
): ReadFile[] {
  return files.map((file) => {
    if (file.kind === 'tournaments') return declared === undefined ? file : named(file, declared)
    if (!needsOwner(file)) return file
    const whose = declared === undefined ? owner : { row: { code: declared } }
    return whose ? owned(file, whose) : unowned(file)
  })
}

function owned(file: ReadFile, { row: whose, said }: Owner): ReadFile {
  const [id] = Object.values(whose)
  return {
    ...file,
    rows: file.rows.map((row) => ({ ...row, domain: { ...whose, ...row.domain } as DomainRow })),
    notes: said === undefined ? file.notes : [...file.notes, `is about ${id}, ${said}`],
  }
}

const unnamed = [
  'does not say of which tournament it is: declare its number (--tournament, or tournament=), or bring',
  'a tournaments.csv that names this tournament alone (into a watched folder: beside it)',
].join(' ')

function unowned(file: ReadFile): ReadFile {
  return {
    ...file,
    rows: file.rows.filter(({ domain }) => domain.code !== undefined),
    faults: [...file.faults, { why: unnamed }],
  }
}

/** A file about one tournament that has no number of its own gets the declared one. */
function named(file: ReadFile, declared: string): ReadFile {
  const bare = file.rows.filter(({ domain }) => domain.code === undefined)
  if (bare.length > 1) {
    const why = `has ${bare.length} tournaments without a number: one number was declared`
    return { ...file, rows: [], faults: [...file.faults, { why }] }
  }
  return {
    ...file,
    rows: file.rows.map((row) => ({ ...row, domain: { code: declared, ...row.domain } as DomainRow })),
  }
}
