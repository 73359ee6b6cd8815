import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { acknowledge, type Rating, rate, resolve, silence } from '../acts/acts.ts'
import { useGate } from '../acts/gate.ts'
import { api, body } from '../api/client.ts'
import type { Alert } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { useKeys } from '../keys/keys.ts'
import { serverNow } from '../live/pulse.ts'
import { Dialog } from '../parts/dialog.tsx'

const ratings: readonly Rating[] = ['useful', 'false_positive', 'not_actionable', 'missing_details']
const spans = [15, 30, 60, 240] as const

/** What people may do about an alert. */
export function AlertActs({ alert }: { readonly alert: Alert }) {
  const say = useSay()
  const shut = useGate()
  const [asking, ask] = useState<'resolve' | 'silence' | null>(null)
  const open = alert.state !== 'resolved'
  const quiet = alert.silenced_until !== null && Date.parse(alert.silenced_until) > serverNow()
  const title = shut ? say(shut) : undefined
  useKeys({
    a: () => void (open && alert.acknowledged_at === null && acknowledge(alert)),
    v: () => open && !shut && ask('resolve'),
  })
  return (
    <>
      {open && (
        <div className="acts">
          <button
            type="button"
            className="button"
            disabled={shut !== null || alert.acknowledged_at !== null}
            title={title}
            onClick={() => void acknowledge(alert)}
          >
            {say('act.ack')} <kbd>A</kbd>
          </button>
          <button
            type="button"
            className="button"
            disabled={shut !== null}
            title={title}
            onClick={() => ask('resolve')}
          >
            {say('act.resolve')} <kbd>V</kbd>
          </button>
          {quiet ? (
            <button
              type="button"
              className="button"
              disabled={shut !== null}
              title={title}
              onClick={() => void silence(alert, 0, say('act.reason.default'))}
            >
              {say('act.unsilence')}
            </button>
          ) : (
            <button
              type="button"
              className="button"
              disabled={shut !== null}
              title={title}
              onClick={() => ask('silence')}
            >
              {say('act.silence')}
            </button>
          )}
        </div>
      )}
      <section>
        <h3 id="rating">{say('alerts.wasIt')}</h3>
        <div className="acts" role="group" aria-labelledby="rating">
          {ratings.map((each) => (
            <button
              key={each}
              type="button"
              className="button"
              aria-pressed={alert.feedback === each}
              disabled={shut !== null}
              title={title}
              onClick={() => void rate(alert, each)}
            >
              {say(`alerts.${each}`)}
            </button>
          ))}
        </div>
      </section>
      {asking === 'resolve' && <ResolveDialog alert={alert} onClose={() => ask(null)} />}
      {asking === 'silence' && <SilenceDialog alert={alert} onClose={() => ask(null)} />}
    </>
  )
}

type Props = { readonly alert: Alert; readonly onClose: () => void }

function ResolveDialog({ alert, onClose }: Props) {
  const say = useSay()
  const [notes, setNotes] = useState('')
  return (
    <Dialog label={say('act.resolve')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void resolve(alert, notes.trim())
          onClose()
        }}
      >
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
          <button type="submit" className="button primary" disabled={notes.trim() === ''}>
            {say('act.resolve')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function SilenceDialog({ alert, onClose }: Props) {
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
          <label className="field">
            <span>
              {say('act.reason')} ({say('common.required')})
            </span>
            <input
              className="input"
              required
              maxLength={500}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </label>
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
