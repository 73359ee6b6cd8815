/**
 * Read CP949, which Korean Excel writes; null when the bytes are none. Node's own decoder of "euc-kr" knows
 * only the 2 350 syllables of KS X 1001 and lets the others pass as garbage; CP949 has all 11 172.
 */
export function readCp949(bytes: Uint8Array): string | null {
  table ??= makeTable()
  const units = new Uint16Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) units[length] = byte
    else {
      at += 1
      const unit = table[(byte << 8) | (bytes[at] ?? 0)] ?? 0
      if (unit === 0) return null
      units[length] = unit
    }
    length += 1
  }
  return new TextDecoder('utf-16le').decode(units.subarray(0, length))
}

/** UTF-16 unit by pair of bytes, 0 where there is none. */
let table: Uint16Array | undefined

const firstSyllable = 0xac00
const lastSyllable = 0xd7a3

function makeTable(): Uint16Array {
  const made = new Uint16Array(0x10000)
  const decoder = new TextDecoder('euc-kr')
  const standard = new Set<number>()
  for (let lead = 0xa1; lead <= 0xfe; lead += 1) {
    for (let trail = 0xa1; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail))
      const unit = text.charCodeAt(0)
      if (text.length !== 1 || unit === 0xfffd || isPrivate(unit)) continue
      made[(lead << 8) | trail] = unit
      standard.add(unit)
    }
  }
  // the other syllables stand in the order of Unicode in the places that KS X 1001 leaves free
  const places = freePlaces()
  for (let unit = firstSyllable; unit <= lastSyllable; unit += 1) {
    if (!standard.has(unit)) made[places.next().value ?? 0] = unit
  }
  return made
}

function* freePlaces(): Generator<number, undefined> {
  for (let lead = 0x81; lead <= 0xc6; lead += 1) {
    const last = lead <= 0xa0 ? 0xfe : 0xa0
    for (let trail = 0x41; trail <= last; trail += 1) {
      const isLetter = trail <= 0x5a || (trail >= 0x61 && trail <= 0x7a) || trail >= 0x81
      if (isLetter) yield (lead << 8) | trail
    }
  }
  return undefined
}

/** Left to each machine: nobody else knows the letter. */
function isPrivate(unit: number): boolean {
  return unit >= 0xe000 && unit <= 0xf8ff
}
