import { Link } from 'wouter'
import { useChannels } from '../api/delivery.ts'
import { delivery } from '../i18n/delivery.ts'
import { ChannelMark } from '../parts/channel_mark.tsx'

const worst = ['dead', 'failing', 'capped'] as const

/** How the channels do: those that have trouble by name, else that all deliver. */
export function ChannelVitals() {
  const say = delivery.useSay()
  const channels = (useChannels().data ?? []).filter(({ enabled }) => enabled)
  if (channels.length === 0) return null
  const troubled = worst.flatMap((state) => channels.filter((channel) => channel.state === state))
  return (
    <span className="vital" data-vital="channels">
      {troubled.length === 0 ? (
        <Link href="/delivery/channels">
          {say('delivery.channels')} <b>{say('channel.allWell', { n: channels.length })}</b>
        </Link>
      ) : (
        troubled.slice(0, 2).map((channel) => (
          <Link key={channel.id} href={`/delivery/channels/${channel.id}`}>
            {channel.name} <ChannelMark channel={channel} />
          </Link>
        ))
      )}
      {troubled.length > 2 && ` +${troubled.length - 2}`}
    </span>
  )
}
