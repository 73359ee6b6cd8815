import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { anInstruction, insert } from '../support/builders.ts'
import { stage } from './stage.ts'
import { chooseRow, desk, noBrowser } from './support.ts'

describe.skipIf(noBrowser)('what does not come', () => {
  const hub = desk(stage)
  const unread = 'No answer from the hub. Nothing was changed.'
  const unknown = /whether it was done is not known/

  /** What only reads, and how it is asked for. */
  const readings: Readonly<Record<string, { at: string; route: string; ask(page: Page): Promise<void> }>> = {
    'a rule that is tried': {
      at: '/rules/1',
      route: '**/dry-run',
      ask: (page) => page.getByRole('button', { name: /Try with the last/ }).click(),
    },
    'a setting that is tried': {
      at: '/settings/error.h',
      route: '**/what-if',
      ask: async (page) => {
        await page.getByLabel(/New value/).fill('4')
        await page.getByRole('button', { name: 'Back-test' }).click()
      },
    },
    'the count of a bulk': {
      at: '/queue?tab=waiting',
      route: '**/bulk-cancel',
      ask: async (page) => {
        await page.getByRole('button', { name: 'All that match' }).click()
        await page.keyboard.press('c')
      },
    },
    'the look at a file': {
      at: '/tournaments',
      route: '**/imports/csv',
      ask: (page) =>
        page.getByLabel('CSV file').setInputFiles({
          name: 'one.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from('tournament_number,name\nE1,One\n'),
        }),
    },
  }
  test.for(Object.entries(readings))(
    '%s changed nothing, and nobody is told that it may have',
    async ([, what]) => {
      const page = await hub.open(what.at, { lang: 'en' })
      await page.route(what.route, (route) => route.abort())
      await what.ask(page)
      await page.locator('.toast.refused').getByText(unread).waitFor()
      expect(await page.getByText(unknown).count()).toBe(0)
      await page.context().close()
    },
  )

  test('an answer that the page stumbles over is none of the hub that does not come', async () => {
    const page = await hub.open('/queue?tab=all', { lang: 'en' })
    const id = await insert(hub.sql, 'render_instructions', anInstruction({ template_name: 'at_risk' }))
    await chooseRow(page, id)
    await page.route('**/api/actions/cancel', (route) => route.fulfill({ json: {} }))
    await page.keyboard.press('c')
    await page.locator('.toast.refused').getByText('The page broke').waitFor()
    expect(await page.getByText(unknown).count()).toBe(0)
    await page.context().close()
  })

  test('what failed although it was there before is asked for until it comes', async () => {
    const page = await hub.open('/alerts?kind=stall', { lang: 'en' })
    const list = page.locator('.page')
    await list.getByText('No alerts').waitFor()
    let asked = 0
    await page.route(/\/api\/events\?.*kind=stall/, (route) => {
      asked += 1
      return route.abort()
    })
    // So many that nobody loaded: lists are loaded again.
    await hub.sql.query(
      `select hub.raise_event('silent_table', 'table:t' || g, 'alert', 'warning', 'No hands') from generate_series(1, 40) as g`,
    )
    await list.getByText('It could not be loaded').waitFor()
    // Each time it is asked twice before it is given up: this is the third time.
    await expect.poll(() => asked, { timeout: 15_000 }).toBeGreaterThan(4)
    await page.unroute(/\/api\/events\?.*kind=stall/)
    await list.getByText('No alerts').waitFor()
    await page.context().close()
  })
})
