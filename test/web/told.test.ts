import { Client } from 'pg'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { anInstruction, insert } from '../support/builders.ts'
import { faultsOf } from './look.ts'
import { stage } from './stage.ts'
import { chooseRow, desk, noBrowser, staysTold } from './support.ts'

describe.skipIf(noBrowser)('what is told of acts', () => {
  const hub = desk(stage)
  const chosen = async (page: Page): Promise<string> => {
    const id = await insert(hub.sql, 'render_instructions', anInstruction({ template_name: 'at_risk' }))
    await chooseRow(page, id)
    return id
  }

  test('a refusal is told once, and goes when it was read, but not under the pointer', async () => {
    const page = await hub.open('/rules/1', { lang: 'en' })
    await page.getByLabel('Condition (jsonpath)').fill('$.hand.')
    const attempt = page.getByRole('button', { name: /Try with the last/ })
    await attempt.waitFor()
    // Its timers run by this clock, so that nobody waits for them.
    await page.clock.install()
    for (let n = 0; n < 2; n++) {
      await attempt.click()
      await page.waitForResponse(/dry-run/)
    }
    const refusals = page.locator('.toast.refused')
    await refusals.waitFor()
    expect(await refusals.count()).toBe(1)
    await page.clock.runFor(5000)
    expect(await refusals.count()).toBe(1)
    await refusals.hover()
    await page.clock.runFor(40_000)
    expect(await refusals.count()).toBe(1)
    await page.mouse.move(5, 5)
    await page.clock.runFor(3000)
    expect(await refusals.count()).toBe(0)
    await page.context().close()
  })

  test('what somebody has to act on stays, says so, and goes by Escape before anything else does', async () => {
    const page = await hub.open('/queue?tab=all', { lang: 'en' })
    const id = await chosen(page)
    const other = new Client({ connectionString: hub.database })
    await other.connect()
    await other.query('begin')
    await other.query('select from render_instructions where id = $1 for update', [id])
    await page.keyboard.press('c')
    const told = page.locator('.toast.refused')
    await told.getByText('Stays until it is closed').waitFor()
    await other.end()
    await page.route('**/api/actions/cancel', (route) => route.abort())
    await page.locator(`[data-id="${id}"][aria-selected=true]`).waitFor()
    await page.keyboard.press('c')
    await page.getByText('whether it was done is not known').waitFor()
    expect(await told.count()).toBe(2)
    expect(await faultsOf(page)).toEqual([])
    await hub.picture(page, 'told')
    await page.keyboard.press('Escape')
    await page.getByText('whether it was done is not known').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await told.waitFor({ state: 'detached' })
    // Only now it means what is selected.
    await page.locator(`[data-id="${id}"][aria-selected=true]`).waitFor()
    await page.keyboard.press('Escape')
    await page.locator(`[data-id="${id}"][aria-selected=false]`).waitFor()
    await page.context().close()
  })

  test('what speaks against an order that was taken all the same stays', async () => {
    const page = await hub.open('/queue', { lang: 'en' })
    await page.getByRole('button', { name: 'Order a graphic' }).click()
    const dialog = page.locator('dialog')
    await dialog.getByLabel('Template').selectOption('tournament_leaderboard')
    await dialog.getByLabel(/^Name 1/).fill('KIM')
    await dialog.getByLabel(/^Chips 1/).fill('many')
    await dialog.getByLabel(/Reason/).fill('the director asks')
    await staysTold(page, 'Order', 'layer "Chips 1" must be number, not "many"')
    await page.context().close()
  })
})
