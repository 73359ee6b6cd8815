import type { Client } from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { browserPath, type Desk, openDesk } from './desk.ts'

export { type Desk, type Prefs, small, untilLive } from './desk.ts'

/** Without a browser these tests cannot be run, all others can. */
export const noBrowser = browserPath === undefined
if (noBrowser)
  console.warn('no Chromium here: the tests of the dashboard are skipped (CHROMIUM_PATH names one)')

/** The desk of a file of tests, filled by `fill`. */
export function desk(fill: (sql: Client) => Promise<void>, database = freshDatabase): Desk {
  let mine: Desk
  beforeAll(async () => {
    if (!noBrowser) mine = await openDesk(await database(), fill)
  })
  afterAll(() => mine?.close())
  return new Proxy({} as Desk, { get: (_, name) => mine[name as keyof Desk] })
}

/** Say something to the database until it says what is expected. */
export async function eventually<T>(
  ask: () => Promise<T>,
  fits: (answer: T) => boolean,
  what: string,
): Promise<T> {
  const until = Date.now() + 8000
  for (;;) {
    const answer = await ask()
    if (fits(answer)) return answer
    if (Date.now() > until) throw new Error(`${what}: still ${JSON.stringify(answer)}`)
    await new Promise((again) => setTimeout(again, 40))
  }
}

/** Press the button: what was done is told with a doubt, which stays until it is closed. */
export async function staysTold(page: Page, button: string, doubt: string): Promise<void> {
  // Its timers run by this clock, so that nobody waits for them.
  await page.clock.install()
  await page.getByRole('button', { name: button, exact: true }).click()
  const told = page.locator('.toast.done', { hasText: 'Stays until it is closed' }).getByText(doubt)
  await told.waitFor()
  await page.clock.runFor(120_000)
  expect(await told.count()).toBe(1)
  await page.keyboard.press('Escape')
  await told.waitFor({ state: 'detached' })
}

/** Choose a row as a hand does: one that has only just come, or moved, takes no click. */
export async function chooseRow(page: Page, id: string): Promise<void> {
  const row = page.locator(`[data-id="${id}"]`)
  await row.hover()
  await page.waitForTimeout(350)
  await row.click()
  await page.locator(`[data-id="${id}"][aria-selected=true]`).waitFor()
}
