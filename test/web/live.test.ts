import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { anInstruction, insert } from '../support/builders.ts'
import { stage } from './stage.ts'
import { desk, eventually, noBrowser, untilLive } from './support.ts'

describe.skipIf(noBrowser)('live', () => {
  const hub = desk(stage)

  test('a row that is inserted, changed and finished by plain SQL is seen without a reload', async () => {
    const page = await hub.open('/queue?tab=all', { lang: 'en' })
    const id = await insert(hub.sql, 'render_instructions', anInstruction({ template_name: 'live_one' }))
    const row = page.locator(`[data-id="${id}"]`)
    await row.getByText('live_one').waitFor()
    await hub.sql.query(`select hub.cancel_instruction($1, 'ann', 'test')`, [id])
    await row.getByText('cancelled').waitFor()
    await page.context().close()
  })

  test('twelve tabs of one browser live on one connection', { timeout: 60_000 }, async () => {
    const context = await hub.profile({ lang: 'en' })
    const tabs: Page[] = []
    for (let n = 0; n < 12; n++) {
      const page = await context.newPage()
      await page.goto('/queue?tab=all')
      tabs.push(page)
    }
    await Promise.all(tabs.map(untilLive))
    const id = await insert(hub.sql, 'render_instructions', anInstruction({ template_name: 'for_all' }))
    for (const page of tabs) await page.locator(`[data-id="${id}"]`).getByText('for_all').waitFor()
    const clients = /stream_clients (\d+)/.exec(await (await fetch(`${hub.url}/metrics`)).text())?.[1]
    expect(clients).toBe('1')
    await context.close()
  })

  test('without its hub the page says so within 3 s and acts no more; back again it equals the database', {
    timeout: 60_000,
  }, async () => {
    const page = await hub.open('/queue?tab=all', { lang: 'en' })
    await page.locator('[data-id]').first().waitFor()
    const killed = Date.now()
    const stopped = hub.stop()
    await page.locator('.word[data-word=blind]').waitFor()
    // From its last beat on; the one before may have come at the very moment.
    expect(Date.now() - killed).toBeLessThan(4000)
    await stopped
    await page.locator('.shell[data-blind=true]').waitFor()
    expect(await page.getByRole('button', { name: /^Retry/ }).isDisabled()).toBe(true)
    await page.locator('[data-id]').first().click()
    await page.keyboard.press('c')
    await hub.sql.query(`update render_instructions set priority = 7 where status = 'pending'`)
    const id = await insert(hub.sql, 'render_instructions', anInstruction({ template_name: 'meanwhile' }))
    await hub.start()
    await untilLive(page)
    await page.keyboard.press('Escape')
    await page.mouse.move(5, 5)
    await page.locator(`[data-id="${id}"]`).waitFor({ timeout: 15_000 })
    const shown = () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('[data-id]')].map((row) => [
          Number(row.dataset.id),
          row.querySelector('.prio')?.textContent?.replace('*', ''),
        ]),
      )
    const truth = async () => {
      const { rows } = await hub.sql.query(
        'select id::int, priority::int from render_instructions order by id desc',
      )
      return new Map(rows.map((row) => [row.id, String(row.priority)]))
    }
    await eventually(
      async () => {
        const now = await truth()
        return (await shown()).filter(([row, priority]) => now.get(row) !== priority)
      },
      (wrong) => wrong.length === 0,
      'rows that differ',
    )
    const cancelled = await hub.sql.query(
      `select count(*)::int as n from hub.actions where verb like 'cancel%'`,
    )
    expect(cancelled.rows[0].n).toBe(1) // of the first test; not the key that was pressed blind
    await page.context().close()
  })
})
