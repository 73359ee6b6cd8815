import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import type { Page } from 'playwright-core'

/** A queue as long as it is said, all of it ready. */
export async function queueUp(sql: Client, count: number): Promise<void> {
  await sql.query(
    `insert into render_instructions (template_name, layer_data_json, priority)
     select (array['at_risk', 'blind_level', 'premium_hand'])[1 + n % 3], '{}', 3 + n % 6 from generate_series(1, $1) as n`,
    [count],
  )
  await sql.query('analyze render_instructions')
}

/** Milliseconds from commit to glass. */
export type Painted = {
  readonly p50: number
  readonly p95: number
  readonly most: number
  readonly lost: number
}
type Seen = { readonly row: string; readonly shows: string; readonly at: number }

declare global {
  interface Window {
    /** Priorities as they came onto the glass. */
    seen: Seen[] | undefined
  }
}

/** Note every priority on the list when it is on the glass; what is on it now. */
function watch(page: Page): Promise<[string, number][]> {
  return page.evaluate(() => {
    const last = new Map<string, string>()
    const look = (): { row: string; shows: string }[] =>
      [...document.querySelectorAll<HTMLElement>('[data-id]')]
        .map((each) => ({
          row: each.dataset.id as string,
          shows: (each.querySelector('.prio')?.textContent ?? '').replace('*', ''),
        }))
        .filter(({ row, shows }) => last.get(row) !== shows && last.set(row, shows))
    const now = look().map(({ row, shows }): [string, number] => [row, Number(shows)])
    if (!window.seen) {
      const waiting: { row: string; shows: string }[] = []
      // The message is handled after the frame that the animation callback belongs to.
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        for (const each of waiting.splice(0)) window.seen?.push({ ...each, at: Date.now() })
      }
      new MutationObserver(() => {
        const fresh = look()
        if (fresh.length === 0) return
        waiting.push(...fresh)
        requestAnimationFrame(() => channel.port2.postMessage(null))
      }).observe(document.querySelector('.grid') as Element, {
        subtree: true,
        childList: true,
        characterData: true,
      })
    }
    window.seen = []
    return now
  })
}

/**
 * Change the rows that are on the screen, `perSecond` of them, one transaction each, and take the time from the end of
 * each transaction (by the database's clock, of this machine) to the frame that shows it. The pointer rests in the
 * list, so that its order stands.
 */
export async function measurePaint(
  page: Page,
  database: string,
  { seconds, perSecond = 50 }: { seconds: number; perSecond?: number },
): Promise<Painted> {
  await page.locator('.grid').hover({ position: { x: 300, y: 4 } })
  await page.waitForTimeout(300)
  const rows = await watch(page)
  if (rows.length < 20) throw new Error(`only ${rows.length} rows are on the screen`)
  const client = new Client({ connectionString: database })
  await client.connect()
  const told: Seen[] = []
  const began = performance.now()
  for (let n = 0; n < seconds * perSecond; n++) {
    const due = began + (n * 1000) / perSecond - performance.now()
    if (due > 0) await pause(due)
    const [row, first] = rows[n % rows.length] as [string, number]
    const priority = 3 + ((first - 3 + 1 + Math.floor(n / rows.length)) % 7)
    const answer = await client.query<{ at: number }>(
      `select hub.change_priority($1, $2, 'test', 'paint'), extract(epoch from clock_timestamp())::float8 * 1000 as at`,
      [row, priority],
    )
    told.push({ row, shows: String(priority), at: answer.rows[0]?.at ?? 0 })
  }
  await client.end()
  await pause(1500)
  const seen = await page.evaluate(() => window.seen ?? [])
  const delays = told.map(
    ({ row, shows, at }) =>
      (seen.find((each) => each.row === row && each.shows === shows && each.at >= at - 2)?.at ??
        Number.POSITIVE_INFINITY) - at,
  )
  delays.sort((a, b) => a - b)
  const share = (part: number): number => Math.round(delays[Math.ceil(delays.length * part) - 1] ?? 0)
  return {
    p50: share(0.5),
    p95: share(0.95),
    most: share(1),
    lost: delays.filter((each) => each === Number.POSITIVE_INFINITY).length,
  }
}

/** Scroll to the end until the whole queue is in the list, and back; how many there are. */
export async function loadAll(page: Page, count: number): Promise<number> {
  await page.locator('[data-id]').first().waitFor()
  const loaded = await page.evaluate(async (wanted) => {
    const grid = document.querySelector('.grid') as HTMLElement
    const until = Date.now() + 60_000
    const now = (): number => Number(grid.getAttribute('aria-rowcount'))
    while (now() < wanted && Date.now() < until) {
      grid.scrollTop = grid.scrollHeight
      await new Promise((next) => setTimeout(next, 30))
    }
    grid.scrollTop = 0
    return now()
  }, count)
  await page.waitForTimeout(500)
  return loaded
}
