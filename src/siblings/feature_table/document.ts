import type { z } from 'zod'
import { parseExact } from './exact_json.ts'
import { findJsonFault } from './json_position.ts'
import { type GfxHand, Hand, Root } from './schema.ts'

/** Something wrong in a document: where, as `line:column` or as a path, and what. */
export type Fault = { readonly where: string; readonly message: string }

/** One hand of an export, with the hand exactly as it was exported. */
export type Exported = { readonly where: string; readonly hand: GfxHand; readonly raw: unknown }

/** An export: the hands that can be read, and what is wrong with the others. */
export type Export = {
  /** Digits of the session's id. */
  readonly session: string
  readonly hands: readonly Exported[]
  readonly faults: readonly Fault[]
}

/** A document that is no export at all: broken, half written, or something else. */
export class BrokenDocument extends Error {
  readonly where: string

  constructor({ where, message }: Fault, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BrokenDocument'
    this.where = where
  }
}

/** Read an export; a hand that cannot be read does not lose the others. */
export function readExport(bytes: Uint8Array): Export {
  const parsed = Root.safeParse(parse(decode(bytes)))
  if (!parsed.success) {
    const fault = faultOf(parsed.error, [])
    throw new BrokenDocument({ ...fault, message: `not a PokerGFX export: ${fault.message}` })
  }
  const hands: Exported[] = []
  const faults: Fault[] = []
  for (const [index, raw] of parsed.data.Hands.entries()) {
    const hand = Hand.safeParse(raw)
    if (hand.success) hands.push({ where: pathOf(['Hands', index]), hand: hand.data, raw })
    else faults.push(faultOf(hand.error, ['Hands', index]))
  }
  return { session: parsed.data.ID, hands, faults }
}

/** UTF-8, or UTF-16 with a byte order mark, as Windows programs may write it. */
function decode(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    throw new BrokenDocument({ where: '1:1', message: 'is not text in UTF-8' }, { cause: error })
  }
}

function parse(text: string): unknown {
  try {
    return parseExact(text)
  } catch (error) {
    const fault = findJsonFault(text)
    if (!fault) throw error
    throw new BrokenDocument(
      { where: `${fault.line}:${fault.column}`, message: `is not JSON: ${fault.message}` },
      { cause: error },
    )
  }
}

function faultOf(error: z.ZodError, parent: readonly PropertyKey[]): Fault {
  const [first, ...others] = error.issues
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  return { where: pathOf([...parent, ...(first?.path ?? [])]), message: `${first?.message}${more}` }
}

function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return text.replace(/^\./, '') || 'document'
}
