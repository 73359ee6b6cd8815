import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { resolve, silence } from '../acts/acts.ts'
import { api, body } from '../api/client.ts'
import type { Alert } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { Dialog } from '../parts/dialog.tsx'
import { HoldButton } from '../parts/hold.tsx'
import { ReasonField } from '../parts/reason_field.tsx'

const spans = [15, 30, 60, 240] as const

type Props = { readonly alert: Alert; readonly onClose: () => void }

/** An end cannot be taken back: what comes again is a new alert. */
export function ResolveDialog({ alert, onClose }: Props) {
  const say = useSay()
  const [notes, setNotes] = useState('')
  return (
    <Dialog label={say('act.resolve')} onClose={onClose}>
      <form onSubmit={(event) => event.preventDefault()}>
        <div className="dialog-body">
          <h2 className="text-lg">{say('act.resolve')}</h2>
          <label className="field">
            <span>{say('alerts.howResolved')}</span>
            <input
              className="input"
              required
              maxLength={2000}
              value={notes}
              onChange={({ target }) => setNotes(target.value)}
            />
          </label>
        </div>
        <div className="dialog-acts">
          <button type="button" className="button" onClick={onClose}>
            {say('act.cancelDialog')}
          </button>
          <HoldButton
            disabled={notes.trim() === ''}
            onHeld={() => {
              void resolve(alert, notes.trim())
              onClose()
            }}
          >
            {say('act.resolve')}
          </HoldButton>
        </div>
      </form>
    </Dialog>
  )
}

export function SilenceDialog({ alert, onClose }: Props) {
  const say = useSay()
  const [minutes, setMinutes] = useState<number>(30)
  const [reason, setReason] = useState('')
  const seen = useQuery({
    queryKey: ['silence-preview', alert.id],
    gcTime: 0,
    queryFn: () => body(api.events[':id']['silence-preview'].$get({ param: { id: String(alert.id) } })),
  })
  const hidden = seen.data?.items ?? []
  return (
    <Dialog label={say('act.silence')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void silence(alert, minutes, reason.trim())
          onClose()
        }}
      >
        <div className="dialog-body">
          <h2 className="text-lg">{say('act.silence')}</h2>
          <div className="segment self-start" role="group" aria-label={say('alerts.silenceFor')}>
            {spans.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={minutes === each}
                onClick={() => setMinutes(each)}
              >
                {each < 60 ? say('alerts.minutes', { n: each }) : say('alerts.hours', { n: each / 60 })}
              </button>
            ))}
          </div>
          <p className="muted" role="status">
            {seen.data
              ? hidden.length > 0
                ? say('alerts.silenceHides', { n: hidden.length })
                : say('alerts.silenceHidesNone')
              : say('common.loading')}
          </p>
          <ul>
            {hidden.slice(0, 8).map(({ id, title }) => (
              <li key={id}>{title}</li>
            ))}
          </ul>
          <ReasonField value={reason} onChange={setReason} />
        </div>
        <div className="dialog-acts">
          <button type="button" className="button" onClick={onClose}>
            {say('act.cancelDialog')}
          </button>
          <button type="submit" className="button primary" disabled={reason.trim() === ''}>
            {say('act.silence')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
