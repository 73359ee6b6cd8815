import type { ImportProgress } from './types.ts'

const everyMs = 3_000

/** Do an import; one that takes longer than a moment says on stderr how far it is. */
export async function withProgress<T>(
  work: (progress: (now: ImportProgress) => void) => Promise<T>,
): Promise<T> {
  let now: ImportProgress | undefined
  const began = performance.now()
  const timer = setInterval(() => {
    if (now) console.error(`${describe(now)}, ${Math.round((performance.now() - began) / 1000)} s so far`)
  }, everyMs)
  try {
    return await work((next) => {
      now = next
    })
  } finally {
    clearInterval(timer)
  }
}

function describe({ file, rows }: ImportProgress): string {
  const count = rows.toLocaleString('en-US')
  return file === null ? `storing ${count} rows` : `reading ${file}: ${count} rows`
}
