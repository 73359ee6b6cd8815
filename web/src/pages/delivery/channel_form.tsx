import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import { perform } from '../../acts/perform.ts'
import { api, body } from '../../api/client.ts'
import type { Channel } from '../../api/types.ts'
import { delivery } from '../../i18n/delivery.ts'
import { EditForm } from '../../parts/edit.tsx'
import { Check, LongField, SelectField, TextField } from '../../parts/fields.tsx'
import { type ChannelDraft, channelDraft, channelFields } from './channel_draft.ts'
import { SecretFields } from './secret_fields.tsx'

const kinds = ['slack', 'email', 'webhook'] as const
const securities = ['tls', 'starttls', 'none'] as const

type Props = {
  /** null: a new one. */
  readonly channel: Channel | null
  readonly intro?: ReactNode
  readonly after?: ReactNode
}

/** A channel: where it goes, and what may be said there. */
export function ChannelForm({ channel, intro, after }: Props) {
  const say = delivery.useSay()
  const [, go] = useLocation()
  const [draft, setDraft] = useState(() => channelDraft(channel))
  const fields = channelFields(draft)
  const changed = JSON.stringify(draft) !== JSON.stringify(channelDraft(channel))
  const save = async (reason: string) => {
    if (fields === null) return null
    const done = await perform({
      role: 'admin',
      run: () =>
        channel === null
          ? body(api.channels.$post({ json: { ...fields, kind: draft.kind, reason } }))
          : body(
              api.channels[':id'].$patch({
                param: { id: String(channel.id) },
                header: { 'if-match': `"${channel.updated_at}"` },
                json: { ...fields, reason },
              }),
            ),
      done: (answer) => say('done.channel', { name: answer.channel.name }),
    })
    if (done && channel === null) go(`/delivery/channels/${done.channel.id}`)
    return done?.channel ?? null
  }
  const set = (changes: Partial<ChannelDraft>): void => setDraft((now) => ({ ...now, ...changes }))
  /** What a field of this name needs. */
  const of = <K extends keyof ChannelDraft>(name: K) => ({
    value: draft[name],
    onChange: (value: ChannelDraft[K]) => set({ [name]: value }),
  })
  return (
    <EditForm
      title={channel?.name ?? say('channel.new')}
      intro={intro}
      changed={changed}
      ready={fields !== null}
      save={save}
      list="channels"
      after={after}
    >
      <div className="form-row">
        <TextField label={say('delivery.name')} required maxLength={62} {...of('name')} />
        {channel === null && (
          <SelectField
            label={say('delivery.kind')}
            options={kinds.map((kind) => [kind, say(`channel.kind.${kind}`)])}
            {...of('kind')}
          />
        )}
      </div>
      <Check
        label={say('delivery.enabled')}
        checked={draft.enabled}
        onChange={(enabled) => set({ enabled })}
      />
      {draft.kind === 'email' && (
        <>
          <div className="form-row">
            <TextField label={say('channel.host')} required {...of('host')} />
            <TextField
              label={say('channel.port')}
              required
              type="number"
              min={1}
              max={65535}
              {...of('port')}
            />
            <SelectField
              label={say('channel.security')}
              options={securities.map((each) => [each, say(`security.${each}`)])}
              {...of('security')}
            />
          </div>
          <TextField label={say('channel.from')} required type="email" {...of('from')} />
          <TextField label={say('channel.to')} required {...of('to')} />
          <LongField label={say('channel.ca')} rows={2} {...of('ca')} />
        </>
      )}
      <SecretFields
        kind={draft.kind}
        kept={channel?.secrets_set ?? []}
        typed={draft.secrets}
        noLogin={draft.noLogin}
        onChange={set}
      />
      <div className="form-row">
        <SelectField
          label={say('channel.caps')}
          options={capsOf(draft).map((each) => [
            each,
            say(each === 'default' && draft.kind === 'webhook' ? 'caps.none' : `caps.${each}`),
          ])}
          {...of('caps')}
        />
        {draft.caps === 'own' && <TextField label={say('channel.caps.own')} required {...of('ownCaps')} />}
      </div>
      {fields === null && <p className="severity-error">{say('channel.caps.bad')}</p>}
    </EditForm>
  )
}

/** A webhook has no cap of its own accord, so that the one who has none need not say so. */
function capsOf({ kind, caps }: ChannelDraft): readonly ('default' | 'none' | 'own')[] {
  return kind === 'webhook' && caps !== 'none' ? ['default', 'own'] : ['default', 'none', 'own']
}
