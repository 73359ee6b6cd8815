import type { Setting } from '../api/types.ts'
import type { policy } from '../i18n/policy.ts'

type Say = ReturnType<typeof policy.useSay>
type Bounds = { readonly type?: string; readonly min?: number; readonly max?: number }

/** What is wrong with a value before it is sent, by the bounds that the hub tells; the hub judges all of it once more. */
export function faultOf(setting: Setting, value: unknown, say: Say): string | null {
  const { type, min, max } = setting.bounds as Bounds
  const numeric = type === 'number' || type === 'integer'
  if (numeric && typeof value !== 'number') return say('settings.fault.number')
  if (type === 'integer' && !Number.isInteger(value)) return say('settings.fault.integer')
  if (type === 'array' && !isNumbers(value)) return say('settings.fault.array')
  if (type === 'object' && (typeof value !== 'object' || value === null || Array.isArray(value))) {
    return say('settings.fault.object')
  }
  const outside = [value]
    .flat()
    .some((each) => typeof each === 'number' && (each < (min ?? each) || each > (max ?? each)))
  if (!outside) return null
  return max === undefined
    ? say('settings.fault.least', { min: min ?? '' })
    : say('settings.fault.range', { min: min ?? '', max })
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number')
}
