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

  test('50 changes a second are painted within a fraction of a second', { timeout: 40_000 }, async () => {
    const page = await hub.open('/queue?tab=all', { lang: 'en' })
    const id = await insert(
      hub.sql,
      'render_instructions',
      anInstruction({ template_name: 'at_risk', priority: 9 }),
    )
    await page.locator(`[data-id="${id}"]`).waitFor()
    const background = await insert(hub.sql, 'render_instructions', anInstruction({ priority: 9 }))
    const delays: number[] = []
    let running = true
    const noise = (async () => {
      const { Client } = await import('pg')
      const client = new Client({ connectionString: hub.database })
      await client.connect()
      for (let n = 0; running; n++) {
        await client.query(`select hub.change_priority($1, $2, 'noise', 'test')`, [background, 2 + (n % 8)])
        await new Promise((next) => setTimeout(next, 15))
      }
      await client.end()
    })()
    for (let n = 0; n < 40; n++) {
      const wanted = 1 + (n % 8)
      const painted = page.evaluate(
        ([row, text]) =>
          new Promise<number>((done) => {
            const look = (): void => {
              const shown = document.querySelector(`[data-id="${row}"] .prio`)?.textContent
              if (shown === `${text}*`) done(Date.now())
              else requestAnimationFrame(look)
            }
            look()
          }),
        [id, String(wanted)],
      )
      await hub.sql.query(`select hub.change_priority($1, $2, 'ann', 'test')`, [id, wanted])
      const committed = Date.now()
      delays.push((await painted) - committed)
    }
    running = false
    await noise
    delays.sort((a, b) => a - b)
    const p95 = delays[Math.floor(delays.length * 0.95)] ?? Number.POSITIVE_INFINITY
    console.log(`commit to paint: median ${delays[20]} ms, p95 ${p95} ms`)
    // A test machine does other things meanwhile; what it costs on a quiet one stands in docs/dashboard.md.
    expect(p95).toBeLessThan(1000)
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
