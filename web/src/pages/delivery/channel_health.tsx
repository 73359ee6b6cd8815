import type { Channel } from '../../api/types.ts'
import { delivery } from '../../i18n/delivery.ts'
import { When } from '../../parts/age.tsx'
import { ChannelMark } from '../../parts/channel_mark.tsx'

/** How a channel does now, and why. */
export function ChannelHealth({ channel }: { readonly channel: Channel }) {
  const say = delivery.useSay()
  const times = [
    ['channel.deadSince', channel.dead_at],
    ['channel.failingSince', channel.failing_since],
    ['channel.nextTry', channel.next_try_at],
    ['channel.lastSent', channel.last_sent_at],
  ] as const
  return (
    <section aria-label={say('delivery.status')}>
      <ChannelMark channel={channel} />
      <dl className="facts">
        {times.map(
          ([name, at]) =>
            at && (
              <div key={name} className="contents">
                <dt>{say(name)}</dt>
                <dd>
                  <When at={at} />
                </dd>
              </div>
            ),
        )}
        <dt>{say('channel.queued')}</dt>
        <dd>{channel.queued}</dd>
        {channel.last_error && (
          <>
            <dt>{say('channel.lastError')}</dt>
            <dd className="severity-error">{channel.last_error}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
