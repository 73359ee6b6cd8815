import { useMemo, useRef } from 'react'
import { useInstructionList } from '../api/queries.ts'
import type { Instruction } from '../api/types.ts'
import { type Rows, useRows } from '../live/rows.ts'
import { instructions } from '../live/stores.ts'

export const tabs = ['active', 'waiting', 'rendering', 'failed', 'completed', 'cancelled', 'all'] as const
export type Tab = (typeof tabs)[number]

/** Which instructions are looked at. */
export type View = {
  readonly tab: Tab
  readonly template: string
  readonly errorClass: string
  readonly table: string
}

const statusOf: Readonly<Record<Tab, string | undefined>> = {
  active: undefined,
  waiting: 'pending',
  rendering: 'processing',
  failed: 'failed',
  completed: 'completed',
  cancelled: 'cancelled',
  all: undefined,
}

/** Ready ones in the order in which they will be claimed, then those that may not begin yet. */
export function byTurn(a: Instruction, b: Instruction): number {
  if ((a.eligible_at === null) !== (b.eligible_at === null)) return a.eligible_at === null ? 1 : -1
  if (a.priority !== b.priority) return a.priority - b.priority
  const [at, bt] = [a.eligible_at ?? a.not_before ?? '', b.eligible_at ?? b.not_before ?? '']
  return at === bt ? a.id - b.id : at < bt ? -1 : 1
}
const newest = (a: Instruction, b: Instruction): number => b.id - a.id

const rank: Readonly<Record<string, number>> = { processing: 0, pending: 1, failed: 2 }
/** What is under way first, then the queue, then what failed. */
function byUrgency(a: Instruction, b: Instruction): number {
  const by = (rank[a.status] ?? 3) - (rank[b.status] ?? 3)
  if (by !== 0) return by
  return a.status === 'pending' ? byTurn(a, b) : a.status === 'processing' ? a.id - b.id : newest(a, b)
}

/** The filter of the hub that means the same rows; null: it has none for this view. */
export function filterOf({
  tab,
  template,
  errorClass,
  table,
}: View): Record<string, string | string[]> | null {
  if (table !== '') return null
  const status = tab === 'active' ? ['pending', 'processing', 'failed'] : statusOf[tab]
  return {
    ...(status ? { status } : {}),
    ...(template ? { template_name: template } : {}),
    ...(errorClass ? { error_class: errorClass } : {}),
  }
}

function fits(row: Instruction, { tab, template, errorClass }: View): boolean {
  const status = statusOf[tab]
  if (status !== undefined && row.status !== status) return false
  if (tab === 'active' && !(row.status in rank)) return false
  return (
    (template === '' || row.template_name === template) &&
    (errorClass === '' || row.error_class === errorClass)
  )
}

/** All rows, those of the last list first and as they stood there: sorting what is nearly sorted costs little. */
function inOrderOf(before: readonly number[], rows: Rows<Instruction>): Instruction[] {
  const known = new Set(before)
  const found: Instruction[] = []
  const add = (id: number): void => {
    const row = rows.get(id)
    if (row) found.push(row)
  }
  for (const id of before) add(id)
  for (const id of rows.all().keys()) if (!known.has(id)) add(id)
  return found
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index])
}

/** Ids of the rows of a view, in order, as the stream changes them; and how to load more. */
export function useInstructionView(view: View, pageSize = 200) {
  const narrow = {
    template: view.template || undefined,
    error_class: view.errorClass || undefined,
    table: view.table || undefined,
  }
  const plain = view.table !== '' || view.errorClass !== ''
  const isQueue = (view.tab === 'active' || view.tab === 'waiting') && !plain
  const main = useInstructionList(
    isQueue
      ? { order: 'queue', template: narrow.template }
      : { ...narrow, status: view.tab === 'active' ? undefined : statusOf[view.tab] },
    pageSize,
  )
  const active = view.tab === 'active' && !plain
  const later = useInstructionList({ ...narrow, status: isQueue ? 'pending' : 'processing' }, 50)
  const running = useInstructionList({ ...narrow, status: 'processing' }, 100)
  const failed = useInstructionList({ ...narrow, status: 'failed' }, active ? 50 : 1)
  const all = [main, later, running, failed]
  const rows = useRows(instructions)
  const version = rows.version()

  const pages = main.data?.pages
  const loaded = useMemo(() => new Set(pages?.flatMap((page) => page.ids)), [pages])
  const before = useRef<readonly number[]>([])
  // The version stands for all rows
  const ids = useMemo(() => {
    const found = inOrderOf(before.current, rows).filter(
      (row) => fits(row, view) && (view.table === '' || loaded.has(row.id)),
    )
    const order = view.tab === 'active' && !plain ? byUrgency : isQueue ? byTurn : newest
    found.sort(order)
    // Beyond the last row that was loaded there may be others between those that are known.
    const end = main.hasNextPage ? rows.get(pages?.at(-1)?.ids.at(-1) ?? -1) : undefined
    const cut = end
      ? found.filter((row) => loaded.has(row.id) || order(row, end) <= 0 || row.status !== end.status)
      : found
    const next = cut.map(({ id }) => id)
    // The same list again is the same to whoever is drawn by it.
    if (!isSame(before.current, next)) before.current = next
    return before.current
  }, [version, pages, loaded, main.hasNextPage, view, plain, isQueue])

  return {
    ids,
    more: main.hasNextPage,
    loadMore: () => {
      if (main.hasNextPage && !main.isFetchingNextPage) void main.fetchNextPage()
    },
    query: {
      isPending: all.some(({ isLoading }) => isLoading),
      isError: all.some(({ isError }) => isError),
      error: all.find(({ isError }) => isError)?.error,
      errorUpdateCount: all.reduce((n, each) => n + each.errorUpdateCount, 0),
      refetch: () => Promise.all(all.filter(({ isError }) => isError).map((each) => each.refetch())),
    },
  }
}
