import type { MiddlewareHandler } from 'hono'
import type { HubEnv } from './factory.ts'
import { type Fault, httpFault, problem } from './problem.ts'

/**
 * Refuse a JSON body that would not be what was sent once it is read: bytes that are no UTF-8, numbers that JavaScript
 * rounds, keys that it does not keep. Nothing is stored that differs from what its sender sees in front of him.
 */
export const exactBody: MiddlewareHandler<HubEnv> = async function readExactly(c, next) {
  if (!/^application\/([a-z.+-]+\+)?json\b/i.test(c.req.header('content-type') ?? '')) return next()
  const fault = faultIn(await c.req.arrayBuffer())
  return fault ? problem(c, fault) : next()
}

function faultIn(bytes: ArrayBuffer): Fault | null {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), marked)
  } catch (error) {
    if (error instanceof TypeError) return httpFault(400, 'the body is not UTF-8')
    if (error instanceof RangeError) return httpFault(400, 'the body is nested too deep')
    if (error instanceof SyntaxError) return null // the route says so
    throw error
  }
  const errors = losses(value)
  if (errors.length === 0) return null
  return { ...httpFault(400), errors }
}

/** A number that would come out as another one. */
class Rounded {}

function marked(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && !isSame(value, context?.source ?? '') ? new Rounded() : value
}

/** Does a number stand for the decimal it was written as? Down to what is too small for it. */
function isSame(value: number, written: string): boolean {
  return Number.isFinite(value) && (written.length < 16 || canonical(String(value)) === canonical(written))
}

/** Digits without zeros at their ends, and the place of the first: 1200 = 12e4 = 0.12e4. */
function canonical(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const digits = `${whole}${fraction}`
  const first = digits.search(/[1-9]/)
  if (first < 0) return '0'
  return `${digits.slice(first).replace(/0+$/, '')}e${Number(exponent) + whole.length - first}`
}

type Loss = { readonly path: string; readonly message: string }

const mostShown = 20

function losses(body: unknown): Loss[] {
  const found: Loss[] = []
  const rest: [path: string, value: unknown][] = [['body', body]]
  for (let next = rest.pop(); next && found.length < mostShown; next = rest.pop()) {
    const [path, value] = next
    if (value instanceof Rounded) {
      found.push({
        path,
        message:
          'is a number that cannot be kept exactly; send a smaller one or fewer digits, or text if the field takes text',
      })
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === '__proto__') found.push({ path: `${path}.${key}`, message: 'is no name for a field' })
        else rest.push([`${path}.${key}`, inner])
      }
    }
  }
  return found
}
