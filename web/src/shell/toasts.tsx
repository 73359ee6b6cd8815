import { undo, undoLast } from '../acts/acts.ts'
import { closeToast, toasts } from '../acts/toasts.ts'
import { useSay } from '../i18n/index.ts'
import { useKeys } from '../keys/keys.ts'
import { useExternal } from '../lib/external.ts'
import { useNow } from '../live/pulse.ts'
import { Icon } from '../parts/icon.tsx'

/** What became of one's own acts, with the way back. */
export function Toasts() {
  const say = useSay()
  const told = useExternal(toasts)
  useNow()
  useKeys({ z: () => void undoLast() })
  // The latest of those that stay; what goes by itself leaves Escape to what lies below.
  const staying = told.findLast(({ stays }) => stays)
  useKeys({ Escape: () => staying && closeToast(staying.id) }, staying !== undefined)
  return (
    <div className="toasts" role="log" aria-live="polite" aria-label={say('act.told')}>
      {told.map(({ id, tone, text, hint, stays, undo: back }) => {
        const left = back ? Math.ceil((back.until - Date.now()) / 1000) : 0
        return (
          <div key={id} className={`toast ${tone}`}>
            <p>
              {tone !== 'done' && (
                <span className={tone === 'refused' ? 'severity-error' : ''}>
                  <Icon name={tone === 'busy' ? 'loading' : 'error'} />
                </span>
              )}{' '}
              {text}
            </p>
            {back && left > 0 ? (
              <button
                type="button"
                className="button"
                title={say('undo.within', { s: left })}
                onClick={() => {
                  closeToast(id)
                  void undo(back.action)
                }}
              >
                {say('act.undo')} <span className="num muted">{left}</span> <kbd>Z</kbd>
              </button>
            ) : (
              <span />
            )}
            <button
              type="button"
              className={`button quiet${id === staying?.id ? '' : ' square'}`}
              aria-label={`${say('act.close')}${id === staying?.id ? ' Esc' : ''}`}
              onClick={() => closeToast(id)}
            >
              <Icon name="close" /> {id === staying?.id && <kbd>Esc</kbd>}
            </button>
            {hint && <p className="hint">{hint}</p>}
            {stays && <p className="hint">{say('done.stays')}</p>}
          </div>
        )
      })}
    </div>
  )
}
