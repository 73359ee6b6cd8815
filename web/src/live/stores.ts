import { QueryClient } from '@tanstack/react-query'
import { api, body } from '../api/client.ts'
import type { Alert, Hand, Instruction } from '../api/types.ts'
import { createRows, type Row, type Rows } from './rows.ts'

/** What was loaded from the hub. The stream says when it is old, so nothing is loaded again for its age alone. */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 1, refetchOnWindowFocus: false } },
})

const soonMs = 120
/** More unknown rows than this at once are not asked for one by one, and lists are loaded again no faster than this. */
const fewIds = 20
const listMs = 2000

/** Rows that the stream speaks of and nobody loaded: a few are fetched, many mean that the lists are loaded again. */
function fetcher<T extends Row>(list: string, one: (id: number) => Promise<T>, rows: () => Rows<T>) {
  const ids = new Set<number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let listedAt = Number.NEGATIVE_INFINITY
  const fetchAll = (): void => {
    timer = undefined
    const wanted = [...ids]
    if (wanted.length > fewIds) {
      const wait = listMs - (performance.now() - listedAt)
      if (wait > 0) {
        timer = setTimeout(fetchAll, wait)
        return
      }
      ids.clear()
      listedAt = performance.now()
      return void queries.invalidateQueries({ queryKey: [list] })
    }
    ids.clear()
    for (const id of wanted) {
      const askedAt = performance.now()
      one(id).then(
        (row) => rows().put([row], askedAt),
        (error) => console.warn(`${list} ${id} cannot be loaded`, error),
      )
    }
  }
  return (id: number): void => {
    ids.add(id)
    if (timer === undefined) timer = setTimeout(fetchAll, soonMs)
  }
}

export const instructions: Rows<Instruction> = createRows<Instruction>({
  noun: 'instruction',
  blank: { layer_data_json: {}, output_settings_json: {}, dedupe_key: null },
  minor: new Set(['id', 'progress', 'lease_expires_at', 'updated_at']),
  onUnknown: fetcher(
    'instructions',
    (id) => body(api.instructions[':id'].$get({ param: { id: String(id) }, query: {} })),
    () => instructions,
  ),
})

export const alerts: Rows<Alert> = createRows<Alert>({
  noun: 'alert',
  blank: { title_ko: '', details: {}, members: null, resolution_notes: null, feedback: null },
  onUnknown: fetcher(
    'alerts',
    (id) => body(api.events[':id'].$get({ param: { id: String(id) }, query: {} })),
    () => alerts,
  ),
})

export const hands: Rows<Hand> = createRows<Hand>({
  noun: 'hand',
  blank: { players_json: [], community_cards_json: [], actions_json: [], blinds_json: {}, quality_flags: [] },
  // A hand that nobody loaded is on no list that anybody looks at.
  onUnknown: () => {},
})

export const stores = [instructions, alerts, hands] as readonly Rows<Row>[]
