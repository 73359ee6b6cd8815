import { Client } from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { aHand, anInstruction, insert } from '../support/builders.ts'
import { type OwnServer, startOwnServer } from '../support/own_server.ts'
import { raise } from './stage.ts'
import { desk, noBrowser, untilLive } from './support.ts'

describe.skipIf(noBrowser)('blind and stalled', () => {
  let server: OwnServer | undefined
  const hub = desk(
    async (sql) => {
      await insert(sql, 'hands', aHand({ table_id: 'table_1', hand_number: 1 }))
      for (let n = 0; n < 6; n++) await insert(sql, 'render_instructions', anInstruction({ priority: 1 + n }))
      await raise(
        sql,
        'hand_conflict',
        'warning',
        'No hands from table_1',
        'table_1에서 핸드 없음',
        'table:table_1',
      )
      await sql.query(`select hub.change_setting('worker.silent_after', '2', 'test', 'sooner')`)
    },
    async () => {
      server = await startOwnServer()
      return server.url
    },
  )
  afterAll(() => server?.stop())
  const word = (page: Page, name: string) => page.locator(`.word[data-word=${name}]`).waitFor()

  test('nobody renders although work waits: STALLED; a worker comes and it is over, it goes and it is so again', async () => {
    // Work waits and nobody is about.
    const page = await hub.open('/', { lang: 'en' })
    await word(page, 'stalled')
    expect(await page.locator('.word').textContent()).toBe('STALLED')
    await page.locator('.headline', { hasText: /Nothing is rendered: 6 wait, .* 0 workers online/ }).waitFor()
    await page.locator('.flow', { hasText: 'no worker online' }).waitFor()
    await hub.picture(page, 'stalled')
    const { rows } = await hub.sql.query(`select hub.register_worker('ae-01') as id`)
    const beating = setInterval(() => void hub.sql.query(`select hub.heartbeat($1, '{}')`, [rows[0].id]), 500)
    await word(page, 'degraded')
    clearInterval(beating)
    await word(page, 'stalled')
    await page.context().close()
  })

  test('without its database every panel is stale within 3 s and nothing can be done; back again it is as the database', {
    timeout: 60_000,
  }, async () => {
    const page = await hub.open('/', { lang: 'en' })
    await page.locator('.grid-row').nth(5).waitFor()
    const row = page.locator('.grid-row').first()
    await row.hover()
    await page.waitForTimeout(350)
    await row.click()
    const retry = page.getByRole('button', { name: /^Retry/ }).first()
    expect(await retry.isEnabled()).toBe(true)
    const stopped = Date.now()
    await server?.halt()
    await word(page, 'blind')
    // From the moment at which its last session ended, which is before the server has stopped.
    const took = Date.now() - stopped
    expect(took).toBeLessThan(3500)
    await page.locator('.headline', { hasText: 'database' }).waitFor()
    const fresh = await page.evaluate(() =>
      [...document.querySelectorAll('.flow > *, .page > *')]
        .filter((each) => !getComputedStyle(each).filter.includes('grayscale(1)'))
        .map((each) => each.className),
    )
    expect(fresh).toEqual([])
    const acting = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLButtonElement>(
          '.actionbar button, .actionbar select, .headline-acts button',
        ),
      ]
        .filter((each) => !each.disabled && !/Open|Clear|Esc/.test(each.textContent ?? ''))
        .map((each) => each.textContent ?? ''),
    )
    expect(acting).toEqual([])
    // What is shut looks shut: the list of priorities as the button beside it.
    const looks = await page.evaluate(() =>
      ['.actionbar select', '.actionbar button:disabled'].map((each) => {
        const { color, borderColor, backgroundColor } = getComputedStyle(
          document.querySelector(each) as Element,
        )
        return { color, borderColor, backgroundColor }
      }),
    )
    expect(looks[0]).toEqual(looks[1])
    await page.keyboard.press('c')
    await hub.picture(page, 'blind')

    await server?.resume()
    const sql = new Client({ connectionString: hub.database })
    await sql.connect()
    await sql.query(`update render_instructions set priority = 9 where id = 1`)
    const id = await insert(sql, 'render_instructions', anInstruction({ template_name: 'afterwards' }))
    await untilLive(page)
    await page.keyboard.press('Escape')
    await page.mouse.move(5, 5)
    await page.locator(`[data-id="${id}"]`).waitFor({ timeout: 15_000 })
    await page.locator('[data-id="1"] .prio', { hasText: '9' }).waitFor()
    const { rows } = await sql.query(
      `select count(*)::int as n from render_instructions where status <> 'pending'`,
    )
    expect(rows[0].n).toBe(0) // the key that was pressed blind did nothing
    await sql.end()
    await page.context().close()
  })

  test('a page that is opened while nothing can be reached says so, and loads by itself', {
    timeout: 60_000,
  }, async () => {
    const page = await hub.open('/', { lang: 'en' })
    await hub.stop()
    await word(page, 'blind')
    await page.getByRole('link', { name: 'Rules' }).click()
    await page.locator('.page').getByText('The hub cannot be reached').first().waitFor()
    await page.getByRole('link', { name: 'Hands', exact: true }).click()
    await page.locator('.page').getByText('The hub cannot be reached').first().waitFor()
    await page.getByRole('link', { name: 'Rules' }).click()
    await page.locator('.page').getByText('The hub cannot be reached').first().waitFor()
    await hub.picture(page, 'blind-rules')
    await hub.start()
    await page.getByRole('link', { name: 'premium_hand' }).first().waitFor({ timeout: 20_000 })
    await untilLive(page)

    await server?.halt()
    await word(page, 'blind')
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.locator('.page').getByText('The database cannot be read').waitFor()
    await server?.resume()
    await page.getByRole('link', { name: 'stale.minutes' }).waitFor({ timeout: 20_000 })
    await page.context().close()
  })
})
