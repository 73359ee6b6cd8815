/** Where a text stops being JSON. Lines and columns count from 1. */
export type JsonFault = { readonly line: number; readonly column: number; readonly message: string }

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'end of the text'

const space = /[ \t\n\r]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: texts may not hold them
const quoted = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y
const bare = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{}:,]/y

/**
 * Find what JSON.parse complained about: its own message names no position at the end of a
 * text and in short ones. Walks the tokens, so it is for broken texts only.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ('[' | '{')[] = []
  let expected: Expected = 'value'
  let at = 0
  for (;;) {
    at += lengthOf(space, text, at)
    if (at === text.length && expected === 'end of the text') return undefined
    const length = lengthOf(text[at] === '"' ? quoted : bare, text, at)
    const next: Expected | undefined =
      length > 0 ? step(expected, text.slice(at, at + length), open) : undefined
    if (!next) return fault(text, at, expected)
    expected = next
    at += length
  }
}

/** How much of the text a sticky pattern covers from here. */
function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 0
}

/** What must follow `found`, or undefined when `found` must not stand here. */
function step(expected: Expected, found: string, open: ('[' | '{')[]): Expected | undefined {
  if (expected === ':') return found === ':' ? 'value' : undefined
  if (expected === ', or ]' && found === ',') return 'value'
  if (expected === ', or }' && found === ',') return 'key'
  if (expected.endsWith(`or ${found}`) && (found === ']' || found === '}')) {
    open.pop()
    return afterValue(open)
  }
  if (expected.startsWith('key')) return found.startsWith('"') ? ':' : undefined
  if (!expected.startsWith('value') || /^[\]}:,]$/.test(found)) return undefined
  if (found !== '[' && found !== '{') return afterValue(open)
  open.push(found)
  return found === '[' ? 'value or ]' : 'key or }'
}

function afterValue(open: readonly ('[' | '{')[]): Expected {
  if (open.length === 0) return 'end of the text'
  return open.at(-1) === '[' ? ', or ]' : ', or }'
}

function fault(text: string, at: number, expected: Expected): JsonFault {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  // A word that is cut off at the very end says the same as no word at all.
  const cut = /^(?:"(?:[^"\\]|\\.)*\\?|[\w.+-]*)$/s.test(text.slice(at))
  return {
    line,
    column,
    message: `expected ${expected.replace(/[\]}:,]/g, '"$&"')}, ${cut ? 'but the text ends' : `not ${glimpse(text, at)}`}`,
  }
}

function glimpse(text: string, at: number): string {
  if (text[at] === '"' && lengthOf(quoted, text, at) === 0)
    return 'a text with a wrong character or escape in it'
  return JSON.stringify(text.slice(at, at + 40).match(/^(?:\w+|.)/su)?.[0] ?? '')
}
