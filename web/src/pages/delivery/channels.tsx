import { Link } from 'wouter'
import { useChannels } from '../../api/delivery.ts'
import { delivery } from '../../i18n/delivery.ts'
import { Age } from '../../parts/age.tsx'
import { ChannelMark } from '../../parts/channel_mark.tsx'
import { Choice } from '../../parts/choice.tsx'
import { Opened } from '../../parts/edit.tsx'
import { ChannelForm } from './channel_form.tsx'
import { ChannelHealth } from './channel_health.tsx'
import { ChannelTest } from './channel_test.tsx'

/** Where messages go, how each place does, and a test of it. */
export function ChannelsPage({ id }: { readonly id: string | undefined }) {
  const say = delivery.useSay()
  const query = useChannels()
  const channels = query.data ?? []
  const opened = channels.find((channel) => channel.id === Number(id))
  return (
    <Choice
      title={say('delivery.channels')}
      head={
        <Link href="/delivery/channels/new" className="button">
          {say('delivery.new')}
        </Link>
      }
      query={query}
      heads={[
        say('delivery.name'),
        say('delivery.kind'),
        say('delivery.status'),
        say('channel.queued'),
        say('channel.lastSent'),
      ]}
      rows={channels.map((channel) => ({
        key: channel.id,
        name: channel.name,
        note: channel.target ?? '',
        to: `/delivery/channels/${channel.id}`,
        current: channel === opened,
        cells: (
          <>
            <td>{say(`channel.kind.${channel.kind}`)}</td>
            <td className="nowrap">
              <ChannelMark channel={channel} />
            </td>
            <td className="num">{channel.queued}</td>
            <td className="nowrap">
              <Age at={channel.last_sent_at} />
            </td>
          </>
        ),
      }))}
      empty={say('channel.empty')}
      emptyHint={say('channel.empty.hint')}
      choose={say('channel.choose')}
    >
      {opened ? (
        <Opened key={opened.id} row={opened}>
          {(channel) => (
            <ChannelForm
              channel={channel}
              intro={<ChannelHealth channel={opened} />}
              after={<ChannelTest channel={opened} />}
            />
          )}
        </Opened>
      ) : (
        id === 'new' && <ChannelForm channel={null} />
      )}
    </Choice>
  )
}
