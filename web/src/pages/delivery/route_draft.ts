import type { AlertRoute } from '../../api/types.ts'
import { listed } from './channel_draft.ts'

export const severities = ['critical', 'error', 'warning', 'info'] as const
type Severity = (typeof severities)[number]
export const times = ['wait', 'interval', 'repeat', 'escalate'] as const
type Time = (typeof times)[number]
export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type Day = (typeof days)[number]

export type Match = {
  readonly severity?: readonly Severity[]
  readonly kind?: readonly string[]
  readonly subject?: string
  readonly template?: readonly string[]
}
/** When a route is open; no days: every day. */
export type Hours = { readonly days: readonly Day[]; readonly from: string; readonly to: string }
type Timing = Partial<Record<Severity, Partial<Record<Time, number>>>>

/** A route as it is typed. */
export type RouteDraft = {
  readonly name: string
  readonly channel: string
  readonly enabled: boolean
  readonly position: string
  readonly severities: readonly Severity[]
  readonly kinds: string
  readonly subject: string
  readonly templates: string
  readonly goOn: boolean
  readonly language: AlertRoute['language']
  readonly hours: readonly Hours[]
  readonly zone: string
  /** `critical.wait` and so on, in seconds; empty: the setting. */
  readonly timing: Readonly<Partial<Record<`${Severity}.${Time}`, string>>>
  /** Empty: that of the next route. */
  readonly escalateTo: string
}

/** A route as it stands, or a new one to the first channel there is. */
export function routeDraft(route: AlertRoute | null, channel = 0): RouteDraft {
  const match = (route?.match ?? {}) as Match
  const timing = (route?.timing ?? {}) as Timing
  const schedule = (route?.schedule ?? []) as readonly (Omit<Hours, 'days'> & Partial<Hours>)[]
  return {
    name: route?.name ?? '',
    channel: String(route?.channel_id ?? channel),
    enabled: route?.enabled ?? true,
    position: String(route?.position ?? 100),
    severities: match.severity ?? [],
    kinds: (match.kind ?? []).join(', '),
    subject: match.subject ?? '',
    templates: (match.template ?? []).join(', '),
    goOn: route?.go_on ?? false,
    language: route?.language ?? 'ko',
    hours: schedule.map(({ days: on = [], from, to }) => ({ days: on, from, to })),
    zone: route?.time_zone ?? '',
    timing: Object.fromEntries(
      severities.flatMap((severity) =>
        times.map((time) => [`${severity}.${time}`, String(timing[severity]?.[time] ?? '')]),
      ),
    ),
    escalateTo: String(route?.escalate_to ?? ''),
  }
}

/** The fields of the API. */
export function routeFields(draft: RouteDraft) {
  const kind = listed(draft.kinds)
  const template = listed(draft.templates)
  const subject = draft.subject.trim()
  const timing = Object.fromEntries(
    severities
      .map((severity) => [severity, timesOf(draft, severity)] as const)
      .filter(([, own]) => Object.keys(own).length > 0),
  )
  return {
    name: draft.name.trim(),
    channel_id: Number(draft.channel),
    enabled: draft.enabled,
    position: Number(draft.position),
    match: {
      ...(draft.severities.length === 0 ? {} : { severity: [...draft.severities] }),
      ...(kind.length === 0 ? {} : { kind }),
      ...(subject === '' ? {} : { subject }),
      ...(template.length === 0 ? {} : { template }),
    },
    go_on: draft.goOn,
    language: draft.language,
    schedule:
      draft.hours.length === 0
        ? null
        : draft.hours.map(({ days: on, from, to }) => ({
            ...(on.length === 0 ? {} : { days: [...on] }),
            from,
            to,
          })),
    time_zone: draft.zone.trim() || null,
    timing,
    escalate_to: draft.escalateTo === '' ? null : Number(draft.escalateTo),
  }
}

function timesOf({ timing }: RouteDraft, severity: Severity): Partial<Record<Time, number>> {
  return Object.fromEntries(
    times
      .map((time) => [time, timing[`${severity}.${time}`] ?? ''] as const)
      .filter(([, typed]) => typed !== '')
      .map(([time, typed]) => [time, Number(typed)]),
  )
}

/** A set with one more or one less, in the usual order. */
export function toggled<T>(all: readonly T[], now: readonly T[], one: T, on: boolean): T[] {
  return all.filter((each) => (each === one ? on : now.includes(each)))
}
