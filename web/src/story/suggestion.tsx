import { useGate } from '../acts/gate.ts'
import type { Alert } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { usePrefs } from '../lib/prefs.ts'
import { actOf, repeats, suggestionOf, textOf } from './suggested.ts'

/** The one safe thing, as a button; nothing where the hub proposes none that the page can do. */
export function SuggestedAct({
  alert,
  primary = false,
}: {
  readonly alert: Alert
  readonly primary?: boolean
}) {
  const say = useSay()
  usePrefs()
  const shut = useGate()
  const suggestion = suggestionOf(alert)
  const act = actOf(alert)
  if (!suggestion || !act) return null
  // No button that asks to be pressed
  const bright = primary && !repeats(suggestion)
  return (
    <button
      type="button"
      className={`button${bright ? ' primary' : ''}`}
      disabled={shut !== null}
      title={shut ? say(shut) : textOf(suggestion)}
      onClick={() => void act.run()}
    >
      {act.label} {primary && <kbd>Y</kbd>}
    </button>
  )
}
