import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, body } from './client.ts'
import { said } from './queries.ts'
import type { Notification } from './types.ts'

// What the pages about alert delivery load. None of it is in the stream, so it is asked for again and again.

const often = { refetchInterval: 5000 }

export const useChannels = () =>
  useQuery({
    queryKey: ['channels'],
    queryFn: async () => (await body(api.channels.$get({ query: { limit: 200 } }))).items,
    ...often,
  })
export const useAlertRoutes = () =>
  useQuery({
    queryKey: ['routes'],
    queryFn: async () => (await body(api.routes.$get({ query: { limit: 200 } }))).items,
    ...often,
  })
export const useNotifications = (filter: Readonly<Record<string, string | undefined>>) =>
  useInfiniteQuery({
    queryKey: ['notifications', filter],
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      body(
        api.notifications.$get({ query: { ...said({ ...filter, cursor: pageParam }), limit: 50 } as never }),
      ),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    ...often,
  })
/** One message; asked for often while it waits. */
export const useNotification = (id: number | null) =>
  useQuery({
    queryKey: ['notification', id],
    enabled: id !== null,
    queryFn: () => body(api.notifications[':id'].$get({ param: { id: String(id) }, query: {} })),
    refetchInterval: ({ state: { data } }) =>
      (data as Notification | undefined)?.state === 'queued' ? 1000 : false,
  })
