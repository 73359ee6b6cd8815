import { useMemo } from 'react'
import { useAlertList } from '../api/queries.ts'
import type { Alert } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { useRows } from '../live/rows.ts'
import { alerts } from '../live/stores.ts'
import { usePrefs } from './prefs.ts'

const ranks = ['critical', 'error', 'warning', 'info']

/** Worst first, what nobody has before what somebody has, then the youngest. */
export function byNeed(a: Alert, b: Alert): number {
  const owned = (each: Alert): number => (each.acknowledged_at ? 1 : 0)
  return (
    ranks.indexOf(a.severity) - ranks.indexOf(b.severity) ||
    owned(a) - owned(b) ||
    (a.fired_at ?? '').localeCompare(b.fired_at ?? '') * -1 ||
    b.id - a.id
  )
}

/** Is it told to people, unless it hides behind another one? */
export function isOpen({ state, event_type }: Alert): boolean {
  return (state === 'firing' || state === 'recovering') && event_type !== 'action'
}

/** The open alerts that a person should see, and how many hide behind them. */
export function useOpenAlerts() {
  const list = useAlertList({ resolved: 'false' }, 200)
  const rows = useRows(alerts)
  const version = rows.version()
  // The version stands for all rows
  const { open, hidden } = useMemo(() => {
    const all = [...rows.all().keys()].map((id) => rows.get(id) as Alert).filter(isOpen)
    const shown = all.filter((each) => each.suppressed_by === null)
    return { open: shown.sort(byNeed), hidden: all.filter((each) => each.suppressed_by !== null) }
  }, [version])
  return { open, hidden, query: list }
}

/** How many are open, and how many hide behind these: one count wherever alerts are counted. */
export function useAlertCount(): string {
  const say = useSay()
  const { open, hidden } = useOpenAlerts()
  return hidden.length > 0
    ? say('alerts.open.n', { n: open.length, hidden: hidden.length })
    : String(open.length)
}

/** Its sentence in the language of this browser. */
export function useTitle(): (alert: Alert) => string {
  const { lang } = usePrefs()
  return ({ title, title_ko }) => (lang === 'ko' && title_ko !== '' ? title_ko : title)
}
