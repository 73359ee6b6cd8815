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
  return (
    <div className="toasts" role="log" aria-live="polite" aria-label={say('act.undo')}>
      {told.map(({ id, tone, text, hint, undo: back }) => {
        const left = back ? Math.ceil((back.until - Date.now()) / 1000) : 0
        return (
          <div key={id} className={`toast ${tone}`}>
            <p>
              {tone === 'busy' && <Icon name="loading" />} {text}
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
              className="button quiet square"
              aria-label={say('act.close')}
              onClick={() => closeToast(id)}
            >
              <Icon name="close" />
            </button>
            {hint && <p className="hint">{hint}</p>}
          </div>
        )
      })}
    </div>
  )
}
