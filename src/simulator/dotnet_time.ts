// PokerGFX is a .NET program: its times count 100 nanoseconds from the first day of year 1.

/** Milliseconds since 1970 as ticks. */
export function ticksOf(milliseconds: number): bigint {
  return BigInt(milliseconds) * 10_000n + 621_355_968_000_000_000n
}

/** A time with all seven digits: `2025-10-16T08:25:17.0907267Z`. */
export function timeText(ticks: bigint): string {
  const milliseconds = Number((ticks - 621_355_968_000_000_000n) / 10_000n)
  const below = String(ticks % 10_000n).padStart(4, '0')
  return new Date(milliseconds).toISOString().replace('Z', `${below}Z`)
}

/** A length of time: `PT1M45.7S`, `P739539DT12H27M15.04S`; parts that are zero are left out. */
export function durationText(ticks: bigint): string {
  const seconds = ticks / 10_000_000n
  const fraction = String(ticks % 10_000_000n)
    .padStart(7, '0')
    .replace(/0+$/, '')
  const parts: [bigint, string][] = [
    [(seconds / 3600n) % 24n, 'H'],
    [(seconds / 60n) % 60n, 'M'],
  ]
  const days = seconds / 86_400n
  const clock = parts.filter(([value]) => value > 0n).map(([value, unit]) => `${value}${unit}`)
  return `P${days > 0n ? `${days}D` : ''}T${clock.join('')}${seconds % 60n}${fraction && `.${fraction}`}S`
}
