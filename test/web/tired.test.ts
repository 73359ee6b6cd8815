import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import { createToken } from '../../src/database/verbs.ts'
import { hashOf, newToken } from '../../src/http/access/secret.ts'
import { anInstruction, insert } from '../support/builders.ts'
import { stage } from './stage.ts'
import { desk, eventually, noBrowser } from './support.ts'

describe.skipIf(noBrowser)('what a tired hand relies on', () => {
  const hub = desk(stage)
  const order = (changes = {}): Promise<string> =>
    insert(hub.sql, 'render_instructions', anInstruction({ template_name: 'at_risk', ...changes }))
  const status = async (id: string): Promise<string> =>
    (await hub.sql.query('select status from render_instructions where id = $1', [id])).rows[0]?.status

  test('what is held back is said to be, and has no time of arrival until it is let go', async () => {
    const id = await order({ template_name: 'chip_flow', priority: 1 })
    const page = await hub.open('/', { lang: 'en' })
    const next = page.locator('.next-item', { hasText: 'chip_flow' })
    const row = page.locator(`[data-id="${id}"]`)
    await next.getByText('paused').waitFor()
    await row.getByText('paused').waitFor()
    await hub.sql.query(`select hub.resume('template:chip_flow', 'ann', 'colours are mended')`)
    await next.waitFor()
    await eventually(
      () => row.getByText('paused').count(),
      (now) => now === 0,
      'resumed',
    )
    await page.context().close()
  })

  test('a key means no row that has left the list', async () => {
    const first = await order({ priority: 1 })
    const page = await hub.open('/queue?tab=waiting', { lang: 'en' })
    await page.mouse.move(5, 5) // outside the list: it follows
    const row = page.locator(`[data-id="${first}"]`)
    await row.waitFor()
    while (!(await row.getAttribute('class'))?.includes('cursor')) await page.keyboard.press('j')
    const place = Number(await row.getAttribute('aria-rowindex'))
    await page.keyboard.press('c')
    await eventually(
      () => status(first),
      (now) => now === 'cancelled',
      'cancel',
    )
    await row.waitFor({ state: 'detached' })
    await page.keyboard.press('r')
    await page.keyboard.press('j')
    const now = page.locator('.grid-row.cursor')
    await now.waitFor()
    expect(Number(await now.getAttribute('aria-rowindex'))).toBe(place)
    const acts = await hub.sql.query('select verb from hub.actions where subject = $1', [
      `instruction:${first}`,
    ])
    expect(acts.rows).toEqual([{ verb: 'cancel_instruction' }])
    await page.context().close()
  })

  test('an order that the hub refuses can be mended', async () => {
    const page = await hub.open('/queue', { lang: 'en' })
    await page.getByRole('button', { name: 'Order a graphic' }).click()
    const dialog = page.locator('dialog')
    await dialog.getByLabel('Template').selectOption('chip_flow')
    await dialog.getByLabel(/Name 1/).fill('김하늘')
    await dialog.getByLabel(/Chips 1/).fill('1,284,500')
    await dialog.getByLabel(/Hand number/).fill('999999')
    await dialog.getByLabel(/Reason/).fill('the director asks')
    await dialog.getByRole('button', { name: 'Order', exact: true }).click()
    await page.getByText('no hand 999999').waitFor()
    expect(await dialog.getByLabel(/Name 1/).inputValue()).toBe('김하늘')
    await dialog.getByLabel(/Hand number/).fill('')
    await dialog.getByRole('button', { name: 'Order', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('who is not known sees where to log in, not empty lists, and comes to what was asked for', async () => {
    const token = newToken()
    const { db, close } = openDatabase(hub.database)
    await createToken(db, { name: 'root', role: 'admin', hash: hashOf(token) }, 'test', 'test')
    await close()
    await eventually(
      async () => (await fetch(`${hub.url}/api/me`)).status,
      (now) => now === 401,
      'a token is needed now',
    )
    const page = await (await hub.profile({ lang: 'en' })).newPage()
    await page.goto('/hands')
    await page.getByLabel('Token').fill(token)
    expect(await page.locator('.flow').textContent()).not.toMatch(/none yet|nothing waits|no worker/)
    expect(await page.locator('.login').evaluate((form) => getComputedStyle(form).opacity)).toBe('1')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('grid', { name: 'Hands' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/hands')
    await page.context().close()
  })
})
