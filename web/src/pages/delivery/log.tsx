import { useChannels, useNotifications } from '../../api/delivery.ts'
import type { Notification } from '../../api/types.ts'
import { delivery } from '../../i18n/delivery.ts'
import { tenths } from '../../lib/format.ts'
import { useSearch } from '../../lib/search.ts'
import { When } from '../../parts/age.tsx'
import { Choice } from '../../parts/choice.tsx'
import { headlineOf, MessagePanel, MessageState } from './message.tsx'

// Of the API's own words: one that it does not know does not compile.
const states = ['queued', 'sent', 'dropped', 'dead'] as const satisfies readonly Notification['state'][]
const reasons = [
  'first',
  'new member',
  'worse',
  'unstable',
  'repeat',
  'escalated',
  'resolved',
  'notice',
  'summary',
  'test',
] as const satisfies readonly Notification['reason'][]

/** What was said to whom, why, how late, and what became of it. */
export function LogPage({ id }: { readonly id: string | undefined }) {
  const say = delivery.useSay()
  const [search, change] = useSearch(['channel', 'reason', 'state', 'event', 'story'] as const)
  const channels = useChannels().data ?? []
  const query = useNotifications(search)
  const messages = query.data?.pages.flatMap(({ items }) => items) ?? []
  const filter = (
    name: 'channel' | 'reason' | 'state',
    any: 'log.anyChannel' | 'log.anyReason' | 'log.anyState',
    options: readonly (readonly [string, string])[],
  ) => (
    <select
      className="input"
      aria-label={say(any)}
      value={search[name]}
      onChange={({ target }) => change({ [name]: target.value })}
    >
      <option value="">{say(any)}</option>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  )
  return (
    <Choice
      title={say('delivery.log')}
      head={
        <>
          {filter(
            'channel',
            'log.anyChannel',
            channels.map((channel) => [String(channel.id), channel.name]),
          )}
          {filter(
            'reason',
            'log.anyReason',
            reasons.map((each) => [each, say(`reason.${each}`)]),
          )}
          {filter(
            'state',
            'log.anyState',
            states.map((each) => [each, say(`message.${each}`)]),
          )}
        </>
      }
      query={query}
      heads={[
        say('log.message'),
        say('log.at'),
        say('route.channel'),
        say('log.reason'),
        say('delivery.status'),
        say('log.dwell'),
        say('log.tries'),
      ]}
      rows={messages.map((each) => ({
        key: each.id,
        name: headlineOf(each),
        to: `/delivery/log/${each.id}${window.location.search}`,
        current: each.id === Number(id),
        cells: (
          <>
            <td className="nowrap">
              <When at={each.created_at} />
            </td>
            <td>{each.channel}</td>
            <td className="nowrap">{say(`reason.${each.reason}`)}</td>
            <td className="nowrap">
              <MessageState message={each} />
            </td>
            <td className="num nowrap">
              {each.dwell_seconds === null ? '-' : tenths(each.dwell_seconds * 1000)}
            </td>
            <td className="num">{each.tries}</td>
          </>
        ),
      }))}
      empty={say('log.empty')}
      emptyHint={say('log.empty.hint')}
      choose={say('log.choose')}
      after={
        query.hasNextPage && (
          <div className="pad">
            <button type="button" className="button" onClick={() => void query.fetchNextPage()}>
              {say('act.more')}
            </button>
          </div>
        )
      }
    >
      {id !== undefined && /^\d+$/.test(id) && <MessagePanel key={id} id={Number(id)} />}
    </Choice>
  )
}
