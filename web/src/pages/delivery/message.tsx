import { Link } from 'wouter'
import { useNotification } from '../../api/delivery.ts'
import type { Notification } from '../../api/types.ts'
import { delivery } from '../../i18n/delivery.ts'
import { tenths } from '../../lib/format.ts'
import { When } from '../../parts/age.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Awaited } from '../../parts/loading.tsx'
import { Panel } from '../../parts/panel.tsx'

const shapes = { queued: 'pending', sent: 'completed', dropped: 'cancelled', dead: 'error' } as const

export function headlineOf({ message }: Notification): string {
  return typeof message.headline === 'string' ? message.headline : '-'
}

/** What became of a message. */
export function MessageState({ message: { state } }: { readonly message: Pick<Notification, 'state'> }) {
  const say = delivery.useSay()
  return (
    <span className={`state ${state === 'dead' ? 'severity-error' : ''}`}>
      <Icon name={shapes[state]} />
      <span>{say(`message.${state}`)}</span>
    </span>
  )
}

/** One message: what it says, each try and each answer. */
export function MessagePanel({ id }: { readonly id: number }) {
  const say = delivery.useSay()
  const query = useNotification(id)
  const found = query.data
  if (!found) {
    return (
      <Panel title={say('log.message')}>
        <Awaited query={query} />
      </Panel>
    )
  }
  const lines = Array.isArray(found.message.lines) ? (found.message.lines as string[]) : []
  return (
    <Panel title={headlineOf(found)}>
      <div className="panel-body detail">
        <section>
          <MessageState message={found} />
          {lines.map((line, at) => (
            <p key={`${at} ${line}`}>{line}</p>
          ))}
          {found.copy_of !== null && (
            <p>
              <Link href={`/delivery/log/${found.copy_of}`}>{say('log.copyOf', { id: found.copy_of })}</Link>
            </p>
          )}
          {found.covers.length > 0 && <p>{say('log.covers', { n: found.covers.length })}</p>}
        </section>
        <Facts message={found} />
        <Attempts log={found.delivery_log} />
      </div>
    </Panel>
  )
}

function Facts({ message }: { readonly message: Notification }) {
  const say = delivery.useSay()
  const { channel, channel_id, route, route_id, event_id, story_id, reason, dwell_seconds, sent_at } = message
  return (
    <dl className="facts">
      <dt>{say('log.reason')}</dt>
      <dd>{say(`reason.${reason}`)}</dd>
      <dt>{say('route.channel')}</dt>
      <dd>{channel_id === null ? '-' : <Link href={`/delivery/channels/${channel_id}`}>{channel}</Link>}</dd>
      <dt>{say('log.route')}</dt>
      <dd>{route_id === null ? '-' : <Link href={`/delivery/routes/${route_id}`}>{route}</Link>}</dd>
      <dt>{say('log.alert')}</dt>
      <dd>{event_id === null ? '-' : <Link href={`/alerts/${event_id}`}>{event_id}</Link>}</dd>
      <dt>{say('log.story')}</dt>
      <dd>{story_id === null ? '-' : <Link href={`/delivery/log?story=${story_id}`}>{story_id}</Link>}</dd>
      <dt>{say('log.at')}</dt>
      <dd>
        <When at={message.created_at} />
      </dd>
      <dt title={say('log.dwell.what')}>{say('log.dwell')}</dt>
      <dd>{dwell_seconds === null ? '-' : tenths(dwell_seconds * 1000)}</dd>
      <dt>{say('log.sentAt')}</dt>
      <dd>
        <When at={sent_at} />
      </dd>
    </dl>
  )
}

type Attempt = {
  readonly attempt?: number
  readonly at?: string
  readonly hub?: string
  readonly answer?: string
  readonly ok?: boolean
}

function Attempts({ log }: { readonly log: Notification['delivery_log'] }) {
  const say = delivery.useSay()
  return (
    <section aria-label={say('log.attempts')}>
      <h3>{say('log.attempts')}</h3>
      {log.length === 0 && <p className="muted">{say('log.none')}</p>}
      {(log as readonly Attempt[]).map(({ attempt = 0, at, hub, answer, ok }) => (
        <div key={attempt} className="attempt">
          <b>{say('log.attempt', { n: attempt })}</b> <When at={at} /> <span className="muted">{hub}</span>
          <p className={ok ? '' : 'severity-error'}>{answer ?? say('log.noAnswer')}</p>
        </div>
      ))}
    </section>
  )
}
