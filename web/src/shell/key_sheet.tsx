import { type Key, useSay } from '../i18n/index.ts'
import { setPrefs, usePrefs } from '../lib/prefs.ts'
import { Dialog } from '../parts/dialog.tsx'
import { sheet } from './sheet.ts'

const keys: readonly (readonly [string, Key])[] = [
  ['/', 'keys.search'],
  ['?', 'keys.sheet'],
  ['j k', 'keys.move'],
  ['x', 'keys.select'],
  ['Shift+j k', 'keys.range'],
  ['Enter Esc', 'keys.open'],
  ['r', 'keys.retry'],
  ['b', 'keys.boost'],
  ['p 0-9', 'keys.priority'],
  ['c', 'keys.cancel'],
  ['a v', 'keys.ack'],
  ['y', 'keys.suggested'],
  ['z', 'keys.undo'],
  ['o', 'keys.onair'],
  ['m', 'keys.mute'],
]
const places: readonly (readonly [string, Key])[] = [
  ['g h', 'nav.overview'],
  ['g q', 'nav.queue'],
  ['g d', 'nav.hands'],
  ['g a', 'nav.alerts'],
  ['g w', 'nav.workers'],
  ['g p', 'nav.outputs'],
  ['g t', 'nav.tournaments'],
  ['g r', 'nav.rules'],
  ['g n', 'nav.delivery'],
  ['g s', 'nav.settings'],
  ['g l', 'nav.audit'],
]

/** All keys, and the switch that turns the letters off. */
export function KeySheet() {
  const say = useSay()
  const { keys: on } = usePrefs()
  return (
    <Dialog label={say('keys.title')} onClose={() => sheet.set(false)}>
      <div className="dialog-body">
        <h2 className="text-lg">{say('keys.title')}</h2>
        <div className="form-row">
          <List of={keys} />
          <List of={places} />
        </div>
        <label className="check">
          <input type="checkbox" checked={on} onChange={({ target }) => setPrefs({ keys: target.checked })} />
          {say('keys.enabled')}
        </label>
        <p className="muted">{say('keys.ime')}</p>
      </div>
      <div className="dialog-acts">
        <button type="button" className="button primary" onClick={() => sheet.set(false)}>
          {say('act.close')}
        </button>
      </div>
    </Dialog>
  )
}

function List({ of }: { readonly of: readonly (readonly [string, Key])[] }) {
  const say = useSay()
  return (
    <dl className="facts">
      {of.map(([keys, does]) => (
        <div key={does} className="contents">
          <dt>
            {keys.split(' ').map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{say(does)}</dd>
        </div>
      ))}
    </dl>
  )
}
