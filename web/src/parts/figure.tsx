import type { ReactNode } from 'react'
import { evidence } from '../i18n/ko/evidence.ts'
import { number, share, span } from '../lib/format.ts'
import { prefs } from '../lib/prefs.ts'
import { When } from './age.tsx'

// Evidence as people read it: the hub tells figures by name, and the name tells what they are.

/** What a figure of the evidence is called; its unit stands with the figure. */
export function called(name: string): string {
  const korean = prefs.get().lang === 'ko' ? evidence[name]?.replace(/\(초\)$/, '') : undefined
  return korean ?? name.replace(/_seconds$/, '').replaceAll('_', ' ')
}

const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/
/** As PostgreSQL writes a length of time. */
const isLength = /^(?:(\d+) days? ?)?(?:(\d+):(\d\d):(\d\d)(?:\.\d+)?)?$/
const isShare = /^(share|at_least|rate)$|_(share|rate)$/

type Props = { readonly name: string; readonly value: unknown }

/** A figure, a time, a length of time, a list or several of these. */
export function Figure({ name, value }: Props): ReactNode {
  if (value === null) return '-'
  if (typeof value === 'string') {
    if (isTime.test(value)) return <When at={value} />
    const [whole, days, hours, minutes, seconds] = isLength.exec(value) ?? []
    if (!whole) return value
    return span(
      (((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60 +
        Number(seconds ?? 0)) *
        1000,
    )
  }
  if (typeof value === 'number') {
    if (name.endsWith('seconds') && value >= 1) return span(value * 1000)
    return isShare.test(name) && value <= 1 ? share(value) : number(value, 4)
  }
  if (typeof value !== 'object') return String(value)
  const parts = Array.isArray(value) ? value.map((each) => ['', each] as const) : Object.entries(value)
  return parts.map(([key, each], at) => (
    <span key={at}>
      {at > 0 && ' · '}
      {key && `${called(key)} `}
      <Figure name={key || name} value={each} />
    </span>
  ))
}
