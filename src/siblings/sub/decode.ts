import { isUtf8 } from 'node:buffer'
import { readCp949 } from './cp949.ts'

/** The text of a file and how its bytes were read. */
export type Decoded = { readonly text: string; readonly encoding: string; readonly note?: string }

/** Why a file is no CSV. */
export class NoCsv extends Error {}

/**
 * Read bytes as Excel and others write CSV: UTF-8 with or without a mark, UTF-16 with one, else
 * CP949, which Korean Excel writes. What is valid UTF-8 is never taken for CP949.
 */
export function decode(bytes: Uint8Array): Decoded {
  const [a, b, c] = bytes
  if (a === 0x50 && b === 0x4b && c === 3) {
    throw new NoCsv('is an Excel workbook: save it as "CSV UTF-8" and import that')
  }
  if (a === 0xff && b === 0xfe) return checked({ text: read('utf-16le', bytes), encoding: 'UTF-16' })
  if (a === 0xfe && b === 0xff) return checked({ text: read('utf-16be', bytes), encoding: 'UTF-16' })
  if (isUtf8(bytes)) {
    const marked = a === 0xef && b === 0xbb && c === 0xbf
    return checked({ text: read('utf-8', bytes), encoding: marked ? 'UTF-8 with mark' : 'UTF-8' })
  }
  const text = readCp949(bytes)
  if (text === null) throw new NoCsv('is text neither in UTF-8 nor in CP949: save it as "CSV UTF-8"')
  const note = 'is not UTF-8 and was read as CP949 (Korean Excel): look at the names'
  return checked({ text, encoding: 'CP949', note })
}

function read(encoding: 'utf-8' | 'utf-16le' | 'utf-16be', bytes: Uint8Array): string {
  return new TextDecoder(encoding).decode(bytes)
}

function checked(decoded: Decoded): Decoded {
  if (!decoded.text.includes('\u0000')) return decoded
  throw new NoCsv('contains the character U+0000, which no CSV has: save it as "CSV UTF-8"')
}
