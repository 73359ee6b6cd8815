import type { Unit } from './types.ts'

/** A cell that cannot be; the message says what to do. */
export class BadCell extends Error {}

const most = Number.MAX_SAFE_INTEGER

/** Chips, counts, places: "22,975,000", "22 975 000", full-width digits, "1500.00". */
export function wholeNumber(cell: string, max: number = most): number {
  const text = cell
    .normalize('NFKC')
    .trim()
    .replace(/\u2212/g, '-')
  const digits = /^\d{1,3}((,\d{3})+|( \d{3})+)(\.0+)?$/.test(text) ? text.replace(/[, ]/g, '') : text
  if (/^-\d/.test(text)) throw new BadCell(`"${shown(cell)}" is negative: write 0 or more`)
  if (!/^\d+(\.0+)?$/.test(digits))
    throw new BadCell(`"${shown(cell)}" is no whole number: write it like 1500`)
  const value = Number(digits)
  if (value > max) throw new BadCell(`"${shown(cell)}" is too large: at most ${max}`)
  return value
}

/** Money in whole dollars. A cell with $ says so itself; else the declared unit counts. */
export function dollars(cell: string, unit: Unit | undefined): number {
  const text = cell.normalize('NFKC').trim()
  const marked = /^\$\s*|\s*(\$|usd)$/i
  if (marked.test(text)) {
    if (unit === 'cents') throw new BadCell(`"${shown(cell)}" says dollars, but cents were declared`)
    return wholeNumber(text.replace(marked, ''))
  }
  const value = wholeNumber(text)
  if (value === 0 || unit === 'dollars') return value
  if (unit !== 'cents') throw new NoUnit()
  if (value % 100 === 0) return value / 100
  throw new BadCell(`"${shown(cell)}" cents are no whole dollars: the hub keeps whole dollars`)
}

/** A bare number where nobody said whether it counts dollars or cents. */
export class NoUnit extends BadCell {
  constructor() {
    super('dollars or cents? Declare the unit: --unit dollars, or unit=dollars')
  }
}

/** Text as it is shown: composed letters, single blanks, nothing that a spreadsheet would calculate. */
export function plainText(cell: string, max: number): string {
  const guarded = /^="([^"]*)"$/.exec(cell.trim())?.[1] // how spreadsheets keep "0012" as text
  const text = (guarded ?? cell).normalize('NFC').replace(/\s+/g, ' ').trim()
  if (/^[=+@]|^-\D/.test(text)) throw new BadCell(`"${shown(text)}" is a formula: paste values instead`)
  if (/^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!)/.test(text)) {
    throw new BadCell(`"${shown(text)}" is a spreadsheet's error: mend its formula`)
  }
  if (hidden.test(text) || !text.isWellFormed()) {
    throw new BadCell(`"${shown(text)}" holds characters nobody sees: type it anew`)
  }
  if (text.length > max) throw new BadCell(`has ${text.length} characters: at most ${max}`)
  return text
}

// controls, marks of text direction, zero width; a joiner belongs to some scripts and stays
const hidden = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffd]/u

/** ISO 3166, two letters. */
export function nationality(cell: string): string {
  const code = plainText(cell, 60).toUpperCase()
  if (/^[A-Z]{2}$/.test(code) && regions.of(code) !== undefined) return code
  throw new BadCell(`"${shown(cell)}" is no country in two letters (ISO 3166), such as KR`)
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

export function yesOrNo(cell: string): boolean {
  const word = cell.normalize('NFKC').trim().toLowerCase()
  if (['1', 'true', 'yes', 'y', 'o', '예'].includes(word)) return true
  if (['0', 'false', 'no', 'n', 'x', '아니오'].includes(word)) return false
  throw new BadCell(`"${shown(cell)}" is neither yes nor no: write true or false`)
}

export function percentage(cell: string): number {
  const value = Number(cell.normalize('NFKC').trim().replace(/\s*%$/, ''))
  if (value >= 0 && value <= 100 && cell.trim() !== '') return value
  throw new BadCell(`"${shown(cell)}" is no percentage: write it like 12.5`)
}

export function minutes(cell: string): number {
  return wholeNumber(cell.trim().replace(/\s*(m|min|minutes|분)$/i, ''), 10_000)
}

/** A day as YYYY-MM-DD. */
export function day(cell: string): string {
  const text = cell.normalize('NFKC').trim()
  const date = new Date(`${text}T00:00:00Z`)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime())
  if (isDay && date.toISOString().startsWith(text)) return text
  throw new BadCell(`"${shown(cell)}" is no day: write it as YYYY-MM-DD`)
}

/** A wall clock as HH:MM. */
export function clock(cell: string): string {
  const [, hour = '', minute = ''] =
    /^([01]?\d|2[0-3]):([0-5]\d)(:[0-5]\d)?$/.exec(cell.normalize('NFKC').trim()) ?? []
  if (hour !== '') return `${hour.padStart(2, '0')}:${minute}`
  throw new BadCell(`"${shown(cell)}" is no time of day: write it as HH:MM`)
}

/** A moment with its offset. */
export function moment(cell: string): string {
  const text = cell.trim()
  const isFull = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text)
  const time = new Date(text.replace(' ', 'T'))
  if (isFull && !Number.isNaN(time.getTime())) return time.toISOString().replace('.000Z', '+00:00')
  throw new BadCell(`"${shown(cell)}" is no full time: write it as 2026-11-23T12:00+09:00`)
}

/** One of some words, in any of their spellings. */
export function word(cell: string, spellings: Readonly<Record<string, string>>): string {
  const said = cell
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
  for (const [meant, all] of Object.entries(spellings)) if (all.split(' ').includes(said)) return meant
  throw new BadCell(`"${shown(cell)}" is unknown: write ${Object.keys(spellings).join(', ')}`)
}

function shown(cell: string): string {
  const text = cell.replace(/[\p{Cc}\p{Cf}]/gu, '?').toWellFormed()
  return text.length > 40 ? `${text.slice(0, 40)}...` : text
}
