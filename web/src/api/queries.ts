import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { venueZone } from '../lib/format.ts'
import { alerts, hands, instructions } from '../live/stores.ts'
import { api, body } from './client.ts'
import type { Alert, Hand, Instruction } from './types.ts'

// What the page loads. Rows go into the stores, where the stream changes them; a query keeps the ids.

const often = { refetchInterval: 5000 }

export const useFarm = () =>
  useQuery({
    queryKey: ['farm'],
    queryFn: async () => {
      const farm = await body(api.farm.$get({ query: {} }))
      venueZone.name = farm.time_zone
      return farm
    },
    ...often,
  })
export const useDashboard = () =>
  useQuery({
    queryKey: ['farm', 'projects'],
    queryFn: () => body(api.dashboard.$get({ query: {} })),
    ...often,
  })
export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: () => body(api.me.$get()), retry: false, refetchInterval: 60_000 })
export const useWorkers = (gone = false) =>
  useQuery({
    queryKey: ['workers', gone],
    queryFn: () => body(api.workers.$get({ query: { limit: 100, ...(gone ? {} : { gone: 'false' }) } })),
    ...often,
  })
export const usePauses = () =>
  useQuery({
    queryKey: ['pauses'],
    queryFn: () => body(api.pauses.$get({ query: { active: 'true', limit: 100 } })),
  })
export const useTemplates = () =>
  useQuery({ queryKey: ['templates'], queryFn: () => body(api.templates.$get({ query: { limit: 200 } })) })
export const useRules = () =>
  useQuery({ queryKey: ['rules'], queryFn: () => body(api.rules.$get({ query: { limit: 200 } })) })
export const useSettings = () =>
  useQuery({
    queryKey: ['settings'],
    queryFn: async () => {
      const first = await body(api.settings.$get({ query: { limit: 200 } }))
      return first.items
    },
  })
const noWords: Awaited<ReturnType<typeof readWords>> = { verbs: {}, kinds: {} }
const readWords = () => body(api.words.$get({ query: {} }))
/** What the hub's verbs and kinds are called in the language of the page. */
export const useWords = () =>
  useQuery({ queryKey: ['words'], queryFn: readWords, staleTime: Infinity }).data ?? noWords
export const useTournaments = () =>
  useQuery({
    queryKey: ['tournaments'],
    queryFn: () => body(api.tournaments.$get({ query: { limit: 100 } })),
  })
export const useFlow = (hand: string) =>
  useQuery({
    queryKey: ['flow', hand],
    queryFn: () => body(api['data-flow'].$get({ query: { hand_id: hand } })),
  })
export const useStory = (id: number | null) =>
  useQuery({
    queryKey: ['story', id],
    enabled: id !== null,
    queryFn: async () => {
      const askedAt = performance.now()
      const story = await body(api.instructions[':id'].$get({ param: { id: String(id) }, query: {} }))
      instructions.put([story], askedAt)
      return story
    },
  })

export type Window = '15m' | '1h' | '6h' | '24h' | '7d'
const slowly = { refetchInterval: 30_000, placeholderData: keepPreviousData }
/** Without the step that is not over: its counts still grow, and would look like a drop. */
const whole = <P extends { readonly partial: boolean }, T extends { readonly series: readonly P[] }>(
  data: T,
): T => ({ ...data, series: data.series.filter(({ partial }) => !partial) })
export const useThroughput = (window: Window) =>
  useQuery({
    queryKey: ['throughput', window],
    queryFn: () => body(api.metrics.throughput.$get({ query: { window } })),
    select: whole,
    ...slowly,
  })
export const useLatency = (window: Window) =>
  useQuery({
    queryKey: ['latency', window],
    queryFn: () => body(api.metrics.latency.$get({ query: { window } })),
    select: whole,
    ...slowly,
  })
export const useErrorRate = (window: Window) =>
  useQuery({
    queryKey: ['error-rate', window],
    queryFn: () => body(api.metrics['error-rate'].$get({ query: { window } })),
    select: whole,
    ...slowly,
  })

export const useWaiting = (window: Window) =>
  useQuery({
    queryKey: ['waiting', window],
    queryFn: () => body(api.metrics.waiting.$get({ query: { window } })),
    ...slowly,
  })

/** The page after `cursor` of a list, and the next one's. */
type Page<T> = { readonly items: readonly T[]; readonly next_cursor: string | null }
type Put<T> = { put(rows: readonly T[], askedAt: number): void }

/** A list whose rows live in a store: pages of ids, more on demand. */
function useList<T extends { id: number }>(
  key: readonly unknown[],
  rows: Put<T>,
  read: (cursor: string | undefined) => Promise<Page<T>>,
) {
  return useInfiniteQuery({
    queryKey: key,
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ pageParam }) => {
      const askedAt = performance.now()
      const page = await read(pageParam)
      rows.put(page.items, askedAt)
      return { ids: page.items.map(({ id }) => id), next: page.next_cursor }
    },
    getNextPageParam: ({ next }) => next ?? undefined,
  })
}

type Query = Readonly<Record<string, string | undefined>>

/** What was not said is not asked. */
export function said(query: Query): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  )
}

export const useInstructionList = (filter: Query, limit = 100) =>
  useList<Instruction>(['instructions', filter, limit], instructions, (cursor) =>
    body(api.instructions.$get({ query: { ...said({ ...filter, cursor }), limit } as never })),
  )
export const useAlertList = (filter: Query, limit = 100) =>
  useList<Alert>(['alerts', filter, limit], alerts, (cursor) =>
    body(api.events.$get({ query: { ...said({ ...filter, cursor }), limit } as never })),
  )
export const useHandList = (filter: Query, limit = 100) =>
  useList<Hand>(['hands', filter, limit], hands, (cursor) =>
    body(api.hands.$get({ query: { ...said({ ...filter, cursor }), limit } as never })),
  )
export const useAudit = (filter: Query) =>
  useInfiniteQuery({
    queryKey: ['audit', filter],
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      body(api.actions.$get({ query: { ...said({ ...filter, cursor: pageParam }), limit: 100 } as never })),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
export const useOutputs = (filter: Query) =>
  useInfiniteQuery({
    queryKey: ['outputs', filter],
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      body(api.outputs.$get({ query: { ...said({ ...filter, cursor: pageParam }), limit: 60 } as never })),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
