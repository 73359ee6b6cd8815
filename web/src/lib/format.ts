import { prefs } from './prefs.ts'

// Numbers and times as people read them: the language's own forms, always with the zone.

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function numbers(options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const { lang } = prefs.get()
  const key = `n${lang}${JSON.stringify(options)}`
  const kept = cache.get(key) ?? new Intl.NumberFormat(lang, options)
  cache.set(key, kept)
  return kept as Intl.NumberFormat
}

function times(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { lang } = prefs.get()
  const key = `t${lang}${JSON.stringify(options)}`
  const kept = cache.get(key) ?? new Intl.DateTimeFormat(lang === 'ko' ? 'ko' : 'en-GB', options)
  cache.set(key, kept)
  return kept as Intl.DateTimeFormat
}

export const venueZone = { name: 'Asia/Seoul' }

/** Whole numbers beyond 2^53 come as digits, and are shown to the last one. */
export function number(value: number | string | null | undefined, digits = 0): string {
  return value === null || value === undefined
    ? '-'
    : numbers({ maximumFractionDigits: digits }).format(value as Intl.StringNumericLiteral)
}

export function compact(value: number): string {
  return numbers({ notation: 'compact', maximumFractionDigits: 1 }).format(value)
}

/** A share of one, as per cent; nothing when there was nothing to divide. */
export function share(value: number | null | undefined): string {
  return value === null || value === undefined
    ? '-'
    : numbers({ style: 'percent', maximumFractionDigits: 1 }).format(value)
}

/** How far a render is. */
export const percent = (hundredths: number): string => share(hundredths / 100)

/** Whole numbers beyond 2^53 come as digits; to be shown they may be rounded. */
export function bytes(whole: number | string): string {
  const value = Number(whole)
  if (value < 1024) return `${value} B`
  const power = Math.min(4, Math.floor(Math.log2(value) / 10))
  return `${numbers({ maximumFractionDigits: 1 }).format(value / 1024 ** power)} ${['', 'KB', 'MB', 'GB', 'TB'][power]}`
}

const clockTime: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
}

/** The time of day at the venue. */
export function clock(at: number | string): string {
  return times({ ...clockTime, timeZone: venueZone.name }).format(new Date(at))
}

/** Hours and minutes at the venue, for a time that is near. */
export function hourMinute(at: number | string): string {
  return times({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: venueZone.name }).format(
    new Date(at),
  )
}

/** The same with its zone, where nothing beside it says the zone. */
export function timeOfDay(at: number | string): string {
  return `${hourMinute(at)} ${zoneName()}`
}

/** A moment, whole, with its zone; UTC stands beside it where there is room. */
export function moment(at: number | string): string {
  const day = times({ month: '2-digit', day: '2-digit', timeZone: venueZone.name }).format(new Date(at))
  return `${day} ${clock(at)} ${zoneName()}`
}

export function utcClock(at: number | string): string {
  return times({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' }).format(new Date(at))
}

/** How the venue's zone is called: KST, or its distance from UTC. */
export function zoneName(): string {
  if (venueZone.name === 'Asia/Seoul') return 'KST'
  const parts = times({ timeZone: venueZone.name, timeZoneName: 'short' }).formatToParts(new Date())
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? venueZone.name
}

/** Lengths of time in the language's letters: 8s, 8초. */
function lengths(unit: 'second' | 'minute' | 'hour' | 'day', digits = 0): Intl.NumberFormat {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return numbers({ style: 'unit', unit, unitDisplay: 'narrow', useGrouping: false, ...fraction })
}

/** A length of time in its two largest parts: 8s, 1m 20s, 2h 5m, 3d 4h. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const s = (): string => lengths('second').format(minutes ? seconds % 60 : seconds)
  const m = (): string => lengths('minute').format(hours ? minutes % 60 : minutes)
  if (minutes === 0) return s()
  if (hours === 0) return `${m()} ${s()}`
  if (hours < 48) return `${lengths('hour').format(hours)} ${m()}`
  return `${lengths('day').format(Math.floor(hours / 24))} ${lengths('hour').format(hours % 24)}`
}

/** A length of time in its largest unit alone, with a decimal where there is one: 1.5s, 1.5m. For axes, where marks are to differ. */
export function inOneUnit(ms: number): string {
  const [unit, length] = (
    [
      ['hour', 3_600_000],
      ['minute', 60_000],
      ['second', 1000],
    ] as const
  ).find(([, length]) => ms >= length) ?? ['second', 1000]
  return numbers({ style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: 1 }).format(ms / length)
}

/** Two lengths of time, short: in one unit where both fit it (3, 10h), the same one twice where they are as good as equal. */
export function spanRange(fromMs: number, toMs: number): readonly [string, string] {
  const [from, to] = [span(fromMs).split(' ')[0] ?? '', span(toMs).split(' ')[0] ?? '']
  const unitOf = (text: string): string => text.replace(/^\d+/, '')
  return from !== to && unitOf(from) === unitOf(to) ? [String(Number.parseInt(from, 10)), to] : [from, to]
}

/** Seconds with one decimal, for ages that a person watches run. */
export function tenths(ms: number): string {
  return lengths('second', 1).format(ms / 1000)
}
