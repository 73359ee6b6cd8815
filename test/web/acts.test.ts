import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import { createToken } from '../../src/database/verbs.ts'
import { hashOf, newToken } from '../../src/http/access/secret.ts'
import { anInstruction, insert } from '../support/builders.ts'
import { raise, stage } from './stage.ts'
import { desk, eventually, noBrowser, untilLive } from './support.ts'

describe.skipIf(noBrowser)('acts', () => {
  const hub = desk(stage)
  const order = (changes = {}): Promise<string> =>
    insert(hub.sql, 'render_instructions', anInstruction({ template_name: 'at_risk', ...changes }))
  const ask = async <T>(text: string, ...values: unknown[]): Promise<T> =>
    (await hub.sql.query(text, values)).rows[0]?.answer
  const status = (id: string): Promise<string> =>
    ask('select status as answer from render_instructions where id = $1', id)
  const choose = async (page: Page, id: string): Promise<void> => {
    const row = page.locator(`[data-id="${id}"]`)
    await row.waitFor()
    await row.hover()
    await page.waitForTimeout(350)
    await row.click()
    await page.locator(`[data-id="${id}"][aria-selected=true]`).waitFor()
  }
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()

  test('cancel, undo by key, retry, priority and boost reach the database, with actor and reason', async () => {
    const page = await hub.open('/queue?tab=all', { lang: 'en' })
    const id = await order({ priority: 5 })
    await choose(page, id)
    await press(page, /^Cancel C/)
    await eventually(
      () => status(id),
      (now) => now === 'cancelled',
      'cancel',
    )
    await page.getByText(`Instruction ${id} cancelled`).waitFor()
    await page.keyboard.press('z')
    await eventually(
      () => status(id),
      (now) => now === 'pending',
      'undo',
    )
    await page.locator(`[data-id="${id}"]`).getByText('waiting').waitFor()
    await page.keyboard.press('p')
    await page.keyboard.press('3')
    const priority = () =>
      ask<number>('select priority::int as answer from render_instructions where id = $1', id)
    await eventually(priority, (now) => now === 3, 'priority')
    await page.keyboard.press('b')
    await eventually(priority, (now) => now === 2, 'boost')
    const actors = await hub.sql.query(`select distinct actor, reason from hub.actions where subject = $1`, [
      `instruction:${id}`,
    ])
    expect(actors.rows).toEqual([{ actor: 'local', reason: 'from the dashboard' }])
    await page.context().close()
  })

  test('retry of what failed', async () => {
    const page = await hub.open('/queue?tab=failed', { lang: 'en' })
    const id = await ask<string>(
      `select id::text as answer from render_instructions where status = 'failed' order by id desc limit 1`,
    )
    await choose(page, id)
    await page.keyboard.press('r')
    await eventually(
      () => status(id),
      (now) => now === 'pending',
      'retry',
    )
    await page.context().close()
  })

  test('retry of what waits already says what it did: it is not rendered again', async () => {
    const page = await hub.open('/queue?tab=all', { lang: 'en' })
    const id = await order({ priority: 3 })
    await choose(page, id)
    await page.keyboard.press('r')
    await page.getByText(`Instruction ${id} waits already: brought forward, priority 2`).waitFor()
    await page.keyboard.press('r')
    await page.getByText(`Instruction ${id} waits already: brought forward, priority 1`).waitFor()
    await page.keyboard.press('r')
    const last = page.locator('.toast', {
      hasText: `Instruction ${id} waits already and cannot come sooner, priority 1`,
    })
    await last.waitFor()
    expect(await last.getByRole('button', { name: 'Undo' }).count()).toBe(0) // there is nothing to take back
    await page.context().close()
  })

  test('what came out right is rendered again only when that was said twice', async () => {
    const page = await hub.open('/queue?tab=completed', { lang: 'en' })
    const id = await ask<string>(
      `select id::text as answer from render_instructions where status = 'completed' order by id desc limit 1`,
    )
    await choose(page, id)
    await page.keyboard.press('r')
    await page.getByText('What came out right is rendered anew').waitFor()
    await page.getByText('1 will be done').waitFor()
    expect(await status(id)).toBe('completed')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await status(id)).toBe('completed')
    await page.keyboard.press('r')
    await page.getByRole('dialog').getByRole('button', { name: 'Retry 1' }).click()
    await eventually(
      () => status(id),
      (now) => now === 'pending',
      'retry',
    )
    await page.context().close()
  })

  test('what was pointed at goes with the keyboard: keys act on the row that it is on', async () => {
    const page = await hub.open('/queue?tab=waiting&template=follows', { lang: 'en' })
    for (let n = 0; n < 3; n++) await order({ template_name: 'follows', priority: 5 })
    const rows = page.locator('[data-id]')
    await rows.nth(2).waitFor()
    const ids = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-id') as string))
    const chosen = () =>
      page.locator('[aria-selected=true]').evaluateAll((all) => all.map((row) => row.getAttribute('data-id')))
    await choose(page, ids[0] as string)
    await page.keyboard.press('j')
    await page.locator(`.cursor[data-id="${ids[1]}"]`).waitFor()
    expect(await chosen()).toEqual([ids[1]])
    await page.keyboard.press('c')
    await eventually(
      () => status(ids[1] as string),
      (now) => now === 'cancelled',
      'cancel',
    )
    expect(await status(ids[0] as string)).toBe('pending')

    // rows that were marked stay marked wherever the keyboard goes
    await page.keyboard.press('Escape')
    await page.keyboard.press('k')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    expect((await chosen()).length).toBe(2)
    await page.context().close()
  })

  test('a bulk is counted by the server first and does what it said', async () => {
    const page = await hub.open('/queue?tab=waiting&template=blind_level', { lang: 'en' })
    for (let n = 0; n < 7; n++) await order({ template_name: 'blind_level' })
    await page.locator('[data-id]').nth(6).waitFor()
    await press(page, 'All that match')
    await press(page, /^Cancel C/)
    await page.getByText('7 will be done').waitFor()
    await press(page, 'Cancel 7')
    const left = () =>
      ask<number>(
        `select count(*)::int as answer from render_instructions where template_name = 'blind_level' and status = 'pending'`,
      )
    await page.getByText('7 done, 0 skipped, 0 failed').waitFor()
    await eventually(left, (now) => now === 0, 'bulk')
    await page.context().close()
  })

  test('a job that was opened by its address can be acted on at once', async () => {
    const id = await order({ template_name: 'at_risk' })
    const page = await hub.open(`/queue/${id}?tab=all`, { lang: 'en' })
    await page.locator(`[data-id="${id}"]`).waitFor()
    await page.keyboard.press('c')
    await eventually(
      () => status(id),
      (now) => now === 'cancelled',
      'cancel',
    )
    await page.context().close()
  })

  test('all that match, in a view of all states, means those that the act is for', async () => {
    const page = await hub.open('/queue?tab=all&template=chip_flow', { lang: 'en' })
    await order({ template_name: 'chip_flow' })
    await page.locator('[data-id]').first().waitFor()
    await press(page, 'All that match')
    await page.keyboard.press('c')
    await page.getByText('1 will be done').waitFor()
    await page.context().close()
  })

  test('what the hub says about it is said in Korean, too', async () => {
    const page = await hub.open('/queue?tab=waiting&template=leaderboard', { lang: 'ko' })
    for (let n = 0; n < 2; n++) await order({ template_name: 'leaderboard', priority: 6 })
    await page.locator('[data-id]').nth(1).waitFor()
    await press(page, '조건에 맞는 전부')
    await page.keyboard.press('r')
    await page.locator('dialog').getByText('앞당김: 이미 대기 중입니다. 우선순위 6 →').waitFor()
    await page.goto('/queue?tab=all')
    const id = await order()
    await choose(page, id)
    await page.keyboard.press('c')
    await page.getByRole('button', { name: /^되돌리기/ }).waitFor()
    await eventually(
      () => status(id),
      (now) => now === 'cancelled',
      'cancel',
    )
    await hub.sql.query(`select hub.retry_instruction($1, '김철수', '먼저')`, [id])
    await page.keyboard.press('z')
    await page.getByText(new RegExp(`지시 ${id}번: .*이\\(가\\) 그 뒤 바뀌었습니다.*이유: 먼저`)).waitFor()
    await page.context().close()
  })

  test('pause and resume', async () => {
    const page = await hub.open('/workers', { lang: 'en' })
    const paused = () =>
      ask<number>(
        `select count(*)::int as answer from hub.pauses where scope = 'queue' and resumed_at is null`,
      )
    await page.locator('.worker-item', { hasText: 'Queue' }).getByRole('button').click()
    await eventually(paused, (now) => now === 1, 'pause')
    await page.getByText('paused: queue').waitFor()
    await page.locator('.worker-item', { hasText: 'queue' }).getByRole('button', { name: 'Resume' }).click()
    await eventually(paused, (now) => now === 0, 'resume')
    await page.context().close()
  })

  test('an alert is taken, silenced, rated and resolved', async () => {
    const id = await raise(hub.sql, 'silent_table', 'warning', 'No hands from table_9', '', 'table:table_9')
    const page = await hub.open(`/alerts/${id}`, { lang: 'en' })
    const column = <T>(name: string) =>
      ask<T>(`select ${name} as answer from monitoring_events where id = $1`, id)
    await page.getByRole('heading', { name: 'No hands from table_9' }).waitFor()
    await page.keyboard.press('a')
    await eventually(
      () => column('acknowledged_by'),
      (now) => now === 'local',
      'acknowledge',
    )
    await page.getByRole('button', { name: /^Undo/ }).waitFor()
    await page.keyboard.press('z')
    await eventually(
      () => column('acknowledged_by'),
      (now) => now === null,
      'acknowledge taken back',
    )
    // The page hears of it after the database knows it.
    await page
      .locator('.detail')
      .getByRole('button', { name: /^Acknowledge/, disabled: false })
      .waitFor()
    await page.keyboard.press('a')
    await eventually(
      () => column('acknowledged_by'),
      (now) => now === 'local',
      'acknowledge once more',
    )
    await press(page, 'False alarm')
    await eventually(
      () => column('feedback'),
      (now) => now === 'false_positive',
      'feedback',
    )
    await press(page, 'Silence')
    await page.getByLabel(/Reason/).fill('known')
    await page.locator('dialog').getByRole('button', { name: 'Silence' }).click()
    await eventually(
      () => column('silenced_until'),
      (now) => now !== null,
      'silence',
    )
    await page.keyboard.press('v')
    await page.getByLabel('What was it?').fill('cable')
    await page.locator('dialog .hold').hover()
    await page.mouse.down()
    await page.locator('dialog').waitFor({ state: 'detached' })
    await page.mouse.up()
    await eventually(
      () => column('state'),
      (now) => now === 'resolved',
      'resolve',
    )
    await page.context().close()
  })

  test('the core tasks by keyboard alone, with a Korean input method on', async () => {
    const id = await order({ priority: 1 })
    const page = await hub.open('/', { lang: 'ko' })
    const korean = (key: string, code: string, shiftKey = false) =>
      page.evaluate(
        (event) =>
          document.activeElement?.dispatchEvent(
            new KeyboardEvent('keydown', { ...event, bubbles: true, cancelable: true }),
          ),
        { key, code, shiftKey },
      )
    await korean('ㅎ', 'KeyG')
    await korean('ㅂ', 'KeyQ')
    await page.waitForURL('**/queue')
    await page.locator(`[data-id="${id}"]`).waitFor()
    const cursor = () => page.locator('.grid-row.cursor').getAttribute('data-id')
    for (let n = 0; n < 40; n++) {
      await korean('ㅓ', 'KeyJ')
      if ((await cursor()) === id) break
    }
    expect(await cursor()).toBe(id)
    await korean('Process', 'KeyC')
    await eventually(
      () => status(id),
      (now) => now === 'cancelled',
      'cancel by keyboard',
    )
    await page.getByRole('button', { name: /^되돌리기/ }).waitFor() // its answer is there
    await korean('ㅋ', 'KeyZ')
    await eventually(
      () => status(id),
      (now) => now === 'pending',
      'undo by keyboard',
    )
    await page.locator(`[data-id="${id}"].cursor`).waitFor() // back in the list, and meant again
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/queue/${id}`)
    await page.keyboard.press('Escape')
    await page.waitForURL('**/queue')
    await korean('?', 'Slash', true)
    await page.locator('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('rules and settings: tried first, changed by an admin who logged in, taken back', {
    timeout: 40_000, // as many acts as three of the others
  }, async () => {
    const token = newToken()
    const { db, close } = openDatabase(hub.database)
    await createToken(db, { name: 'root', role: 'admin', hash: hashOf(token) }, 'test', 'test')
    await close()
    const context = await hub.profile({ lang: 'en' })
    const page = await context.newPage()
    await eventually(
      async () => (await fetch(`${hub.url}/api/me`)).status,
      (now) => now === 401,
      'a token is needed now',
    )
    await page.goto('/login')
    await page.getByLabel('Token').fill('hub_wrong')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByText('This token is not good').waitFor()
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Log in' }).click()
    await untilLive(page)
    for (const [key, faults] of [
      ['retry.backoff', { '60': 'Enter a list of numbers', '[60, 1e9]': /Must be from .* to / }],
      ['error.h', { many: 'Enter a number', '-1': /Must be from .* to / }],
    ] as const) {
      await page.goto(`/settings/${key}`)
      await page.getByLabel(/Reason/).fill('tried')
      for (const [typed, fault] of Object.entries(faults)) {
        await page.getByLabel(/New value/).fill(typed)
        await page.locator('.fault', { hasText: fault }).waitFor()
        expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
      }
    }
    expect(await new AxeBuilder({ page }).setLegacyMode(true).analyze()).toMatchObject({ violations: [] })
    await page.getByLabel(/New value/).fill('4')
    await press(page, 'Back-test')
    await page.getByText(/New value: \d+ alerts/).waitFor()
    await page.getByLabel(/Reason/).fill('tried')
    await press(page, 'Save')
    const value = () => ask<string>(`select value::text as answer from hub.settings where key = 'error.h'`)
    await eventually(value, (now) => now === '4', 'setting')
    await press(page, /^Undo/)
    await eventually(value, (now) => now === '5', 'setting undone')
    await page.goto('/rules/1')
    await press(page, /Try with the last/)
    await page.getByText(/\d+ match, \d+ problems/).waitFor()
    await page.getByRole('checkbox', { name: 'On', exact: true }).uncheck()
    await page.getByLabel(/Reason/).fill('not tonight')
    await press(page, 'Save')
    await eventually(
      () => ask(`select enabled as answer from hub.render_rules where id = 1`),
      (now) => now === false,
      'rule',
    )
    await page.goto('/rules/new')
    await page.getByLabel(/^Name/).fill('big_pot_late')
    await page.getByLabel('Event').selectOption('big_pot')
    await page.getByLabel('Condition (jsonpath)').fill('$.hand.pot > 1000000')
    await press(page, /Try with the last/)
    await page.getByText(/\d+ match, \d+ problems/).waitFor()
    await page.getByLabel(/Reason/).fill('the director asks')
    await press(page, 'Save')
    await page.waitForURL(/rules\/\d+$/)
    expect(
      await ask(
        `select enabled::text || ' ' || event as answer from hub.render_rules where name = 'big_pot_late'`,
      ),
    ).toBe('false big_pot')
    await page.goto('/audit')
    await page.locator('tbody tr').nth(1).getByRole('button', { name: 'Undo' }).click()
    await eventually(
      () => ask(`select enabled as answer from hub.render_rules where id = 1`),
      (now) => now === true,
      'rule undone',
    )
    await context.close()
  })
})
