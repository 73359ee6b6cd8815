/** What a file is about. */
export const kinds = ['tournaments', 'players', 'levels', 'payouts', 'broadcasts'] as const
export type Kind = (typeof kinds)[number]

/** What a number in a money column counts. */
export const units = ['dollars', 'cents', 'chips'] as const
export type Unit = (typeof units)[number]

/** 1 names tournaments by number, 2 by name or not at all. */
export const dialects = ['1', '2'] as const
export type Dialect = (typeof dialects)[number]

/** What whoever brings files declares about them. */
export type Declared = {
  readonly unit?: Unit | undefined
  readonly dialect?: Dialect | undefined
  readonly kind?: Kind | undefined
  /** Number of the tournament of files that name none. */
  readonly tournament?: string | undefined
}

export type CsvFile = { readonly name: string; readonly bytes: Uint8Array }

/** What is wrong, where, and what to do about it; without a row it is about the whole file. */
export type Fault = { readonly row?: number; readonly column?: string; readonly why: string }

/** A row as the hub's verb takes it. */
export type DomainRow = Readonly<Record<string, unknown>> & { readonly kind: string }

/** A row that could be read, with the place where people see it. */
export type ReadRow = { readonly row: number; readonly domain: DomainRow }

/** A file as far as it could be read. */
export type ReadFile = {
  readonly name: string
  readonly hash: string
  readonly kind: Kind | null
  readonly dialect: Dialect | null
  readonly encoding: string
  readonly delimiter: string
  readonly rows: readonly ReadRow[]
  /** Rows that repeat another one word for word: [row, the row it repeats]. */
  readonly repeated: readonly (readonly [number, number])[]
  readonly faults: readonly Fault[]
  readonly notes: readonly string[]
}

/** How far an import is: rows read of a file, or, without one, rows that the database is storing. */
export type ImportProgress = { readonly file: string | null; readonly rows: number }
