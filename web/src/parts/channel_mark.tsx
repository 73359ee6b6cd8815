import type { Channel } from '../api/types.ts'
import { delivery } from '../i18n/delivery.ts'
import { Icon } from './icon.tsx'

const shapes = {
  ok: 'completed',
  new: 'idle',
  capped: 'paused',
  failing: 'retrying',
  dead: 'critical',
  off: 'cancelled',
} as const
const tones = {
  ok: '',
  new: '',
  capped: '',
  failing: 'severity-warning',
  dead: 'severity-critical',
  off: 'muted',
}

/** How a channel does: shape, word and colour. */
export function ChannelMark({ channel: { state } }: { readonly channel: Pick<Channel, 'state'> }) {
  const say = delivery.useSay()
  return (
    <span className={`state ${tones[state]}`}>
      <Icon name={shapes[state]} />
      <span>{say(`channel.state.${state}`)}</span>
    </span>
  )
}
