/** How a file ended when it was looked at, and since when it is so. */
type Seen = { readonly size: number; readonly end: number; readonly since: number }

/**
 * Has a file come to its end? One whose last line is not ended, or that is empty, may still be written, by somebody
 * who pauses: it gets longer to go on. Clocks of other PCs do not matter, only how long it was seen unchanged.
 */
export function createSettled(patienceMs: number): (path: string, bytes: Uint8Array, now: number) => number {
  const seen = new Map<string, Seen>()
  return (path, bytes, now) => {
    if (endsLine(bytes)) {
      seen.delete(path)
      return 0
    }
    const before = seen.get(path)
    const [size, end] = [bytes.length, bytes.at(-1) ?? 0]
    const since = before?.size === size && before.end === end ? before.since : now
    const left = since + patienceMs - now
    if (left > 0) seen.set(path, { size, end, since })
    else seen.delete(path)
    return Math.max(0, left)
  }
}

/** A line's end in UTF-8, CP949 or either UTF-16. */
function endsLine(bytes: Uint8Array): boolean {
  const [before, last] = bytes.slice(-2)
  const end = last === undefined ? before : last === 0 ? before : last
  return end === 0x0a || end === 0x0d
}
