import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { useMe } from '../api/queries.ts'
import { useSay } from '../i18n/index.ts'
import { useExternal } from '../lib/external.ts'
import { hourMinute, timeOfDay } from '../lib/format.ts'
import { setPrefs, usePrefs } from '../lib/prefs.ts'
import { arm, armAloud, sound } from '../live/sound.ts'
import { Icon } from '../parts/icon.tsx'
import { sheet } from './sheet.ts'

/** What this desk is set to. */
export function Controls() {
  const say = useSay()
  const me = useMe().data
  const prefs = usePrefs()
  const { lang, theme, onAir, locked } = prefs
  // On a phone what is seldom needed comes when it is asked for.
  const [all, showAll] = useState(false)
  return (
    <div className="status-side" data-all={all}>
      <SoundButton />
      <button
        type="button"
        className="button square seldom"
        aria-pressed={locked}
        aria-label={say(locked ? 'status.unlock' : 'status.lock')}
        title={say(locked ? 'status.unlock' : 'status.lock')}
        onClick={() => setPrefs({ locked: !locked })}
      >
        <Icon name="lock" />
      </button>
      <button
        type="button"
        className="button square seldom"
        aria-label={say(theme === 'dark' ? 'status.theme.light' : 'status.theme.dark')}
        title={say(theme === 'dark' ? 'status.theme.light' : 'status.theme.dark')}
        onClick={() => setPrefs({ theme: theme === 'dark' ? 'light' : 'dark' })}
      >
        <Icon name="theme" />
      </button>
      <button
        type="button"
        className="button seldom"
        lang={lang === 'ko' ? 'en' : 'ko'}
        onClick={() => setPrefs({ lang: lang === 'ko' ? 'en' : 'ko' })}
      >
        {say('status.lang')}
      </button>
      <button
        type="button"
        className="button square wide-only"
        aria-label={say('status.keys')}
        title={say('status.keys')}
        onClick={() => sheet.set(true)}
      >
        <kbd>?</kbd>
      </button>
      <button
        type="button"
        className="button tally"
        aria-pressed={onAir}
        title={say(onAir ? 'status.onair.on' : 'status.onair.off')}
        onClick={() => setPrefs({ onAir: !onAir })}
      >
        {say('status.onair')}
      </button>
      <button
        type="button"
        className="button square phone-only"
        aria-expanded={all}
        aria-label={say('status.desk')}
        onClick={() => showAll(!all)}
      >
        <Icon name="settings" />
      </button>
      <Link href="/login" className="button seldom">
        {me ? `${me.name} · ${say(`role.${me.role}`)}` : say('act.login')}
      </Link>
    </div>
  )
}

function SoundButton() {
  const say = useSay()
  const state = useExternal(sound)
  const { mutedUntil, sound: wanted } = usePrefs()
  // Armed before the page was loaded anew: the first click anywhere does.
  useEffect(() => {
    if (!wanted) return
    const once = (): void => void arm()
    addEventListener('pointerdown', once, { once: true })
    return () => removeEventListener('pointerdown', once)
  }, [wanted])
  const text = say(`status.sound.${state}`, { time: mutedUntil ? timeOfDay(mutedUntil) : '' })
  const press = (): void => {
    if (state === 'off') {
      setPrefs({ sound: true, mutedUntil: 0 })
      void armAloud()
    } else if (state === 'blocked') void armAloud()
    else if (state === 'muted') setPrefs({ mutedUntil: 0 })
    else setPrefs({ sound: false })
  }
  return (
    <button
      type="button"
      className={`button${state === 'blocked' || state === 'muted' ? '' : ' square'}`}
      aria-label={text}
      title={text}
      onClick={press}
    >
      <Icon name={`sound-${state}`} />
      {state === 'blocked' && <span className="wide-only">{text}</span>}
      {state === 'muted' && <span className="num">{hourMinute(mutedUntil)}</span>}
    </button>
  )
}
