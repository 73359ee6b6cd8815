import type { Channel } from '../../api/types.ts'
import { delivery } from '../../i18n/delivery.ts'
import { Check, TextField } from '../../parts/fields.tsx'
import { type ChannelDraft, secretsOf } from './channel_draft.ts'

type Props = {
  readonly kind: Channel['kind']
  /** Those that are set. */
  readonly kept: readonly string[]
  readonly typed: ChannelDraft['secrets']
  readonly noLogin: boolean
  readonly onChange: (changes: Pick<ChannelDraft, 'secrets'> | Pick<ChannelDraft, 'noLogin'>) => void
}

/** What is written and never shown: an empty field keeps what is there. */
export function SecretFields({ kind, kept, typed, noLogin, onChange }: Props) {
  const say = delivery.useSay()
  const login = kind === 'email' && kept.includes('user')
  return (
    <>
      {!noLogin &&
        secretsOf[kind].map((secret) => (
          <TextField
            key={secret}
            label={say(`secret.${secret}`)}
            type="password"
            autoComplete="new-password"
            maxLength={2000}
            placeholder={say(kept.includes(secret) ? 'secret.kept' : 'secret.missing')}
            required={kind !== 'email' && !kept.includes(secret)}
            value={typed[secret] ?? ''}
            onChange={(value) => onChange({ secrets: { ...typed, [secret]: value } })}
          />
        ))}
      {login && (
        <Check
          label={say('secret.remove')}
          checked={noLogin}
          onChange={(checked) => onChange({ noLogin: checked })}
        />
      )}
    </>
  )
}
