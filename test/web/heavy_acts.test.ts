import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { aHand, anInstruction, insert } from '../support/builders.ts'
import { stage } from './stage.ts'
import { desk, eventually, noBrowser } from './support.ts'

const csv = join(import.meta.dirname, '..', '..', 'samples', 'csv', 'tournament_data.csv')

describe.skipIf(noBrowser)('acts that ask for more', () => {
  const hub = desk(stage)
  const ask = async <T>(text: string, ...values: unknown[]): Promise<T> =>
    (await hub.sql.query(text, values)).rows[0]?.answer
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const reason = (page: Page, text: string) =>
    page
      .locator('dialog')
      .getByLabel(/Reason/)
      .fill(text)
  /** Press a button for so long. */
  const hold = async (page: Page, name: string | RegExp, ms: number): Promise<void> => {
    await page.locator('.hold').getByText(name).hover()
    await page.mouse.down()
    await page.waitForTimeout(ms)
    await page.mouse.up()
  }

  test('a hand is declared void with a reason and a held button, and that is taken back', async () => {
    const page = await hub.open('/hands/5', { lang: 'en' })
    const voided = () => ask<string | null>('select void_reason as answer from hands where id = 5')
    await press(page, 'Void hand')
    await reason(page, 'misdeal')
    await hold(page, 'Void hand', 300)
    await page.waitForTimeout(900)
    expect(await voided()).toBeNull()
    await hold(page, 'Void hand', 1200)
    await eventually(voided, (now) => now === 'misdeal', 'void')
    await page.locator('.state-voided').first().waitFor()
    await page.keyboard.press('z')
    await eventually(voided, (now) => now === null, 'undo of void')
    await page.context().close()
  })

  test('the graphic that a premium hand has earned is ordered from its story', async () => {
    await hub.sql.query(`update hub.render_rules set mode = 'notify_only' where event = 'premium_hand'`)
    const hand = await insert(hub.sql, 'hands', aHand({ table_id: 'table_7', hand_rank: 'four_of_a_kind' }))
    const page = await hub.open(`/hands/${hand}`, { lang: 'en' })
    await press(page, 'Order graphic')
    await eventually(
      () => ask('select template_name as answer from render_instructions where hand_id = $1', hand),
      (now) => now === 'premium_hand',
      'graphic',
    )
    await page.getByText('premium_hand').first().waitFor()
    await page.context().close()
  })

  test('a graphic is ordered by hand: its layers by name, and nothing without the required ones', async () => {
    const page = await hub.open('/queue', { lang: 'en' })
    await press(page, 'Order a graphic')
    const dialog = page.locator('dialog')
    await dialog.getByLabel('Template').selectOption('chip_flow')
    await dialog.getByLabel(/Name 1/).fill('김하늘')
    await reason(page, 'the director asks')
    const send = dialog.getByRole('button', { name: 'Order', exact: true })
    expect(await send.isDisabled()).toBe(true)
    await dialog.getByLabel(/Chips 1/).fill('1,284,500')
    await dialog.getByLabel('Priority').fill('2')
    await send.click()
    await eventually(
      async () =>
        (
          await hub.sql.query(
            `select template_name, layer_data_json, priority::int, trigger_type from render_instructions order by id desc limit 1`,
          )
        ).rows[0],
      (row) =>
        row.trigger_type === 'manual' && row.priority === 2 && row.layer_data_json['Name 1'] === '김하늘',
      'order',
    )
    await page.context().close()
  })

  test('a file of tournaments is looked at first, then stored', async () => {
    const page = await hub.open('/tournaments', { lang: 'en' })
    const names = () =>
      ask<number>(`select count(*)::int as answer from tournaments where name like 'Seoul%'`)
    await page.getByLabel('CSV file').setInputFiles(csv)
    await page.getByText('What the import would do').waitFor()
    // Bare amounts: the file does not say what they count.
    await page.getByText('dollars or cents?').first().waitFor()
    expect(await page.getByRole('button', { name: 'Store it' }).count()).toBe(0)
    await page.getByLabel('Money is in').selectOption('dollars')
    await page.getByText('2 new').waitFor()
    expect(await names()).toBe(0)
    await press(page, 'Store it')
    await eventually(names, (now) => now === 1, 'import')
    await page.getByRole('cell', { name: 'Seoul High Roller' }).waitFor()
    await page.getByLabel('CSV file').setInputFiles({
      name: 'tournaments.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('tournament_number,name,buy_in,current_level\nE1,One,1500,x\n'),
    })
    await page.getByText('1 refused').waitFor()
    expect(await page.getByRole('button', { name: 'Store it' }).count()).toBe(0)
    await page.context().close()
  })

  test('a render that hangs is taken from its worker: the attempt that is looked at, held, with a reason', async () => {
    const id = await ask<string>(
      `select id::text as answer from render_instructions where status = 'processing' limit 1`,
    )
    const page = await hub.open(`/queue/${id}`, { lang: 'en' })
    await press(page, 'Take from worker')
    await page.getByLabel(/Reason/).fill('After Effects hangs')
    await hold(page, 'Take from worker', 1200)
    await eventually(
      () => ask('select status as answer from render_instructions where id = $1', id),
      (now) => now === 'pending',
      'release',
    )
    expect(
      await ask(
        `select reason as answer from hub.actions where verb = 'release_stuck' and subject = $1`,
        `instruction:${id}`,
      ),
    ).toBe('After Effects hangs')
    await page.context().close()
  })

  test('more than fifty want a reason and a held button; Enter held does the same', async () => {
    for (let n = 0; n < 60; n++) {
      await insert(
        hub.sql,
        'render_instructions',
        anInstruction({ template_name: 'blind_level', priority: 7 }),
      )
    }
    const page = await hub.open('/queue?tab=waiting&template=blind_level', { lang: 'en' })
    await press(page, 'All that match')
    await press(page, /^Cancel C/)
    await page.getByText('60 will be done').waitFor()
    const left = () =>
      ask<number>(
        `select count(*)::int as answer from render_instructions where template_name = 'blind_level' and status = 'pending'`,
      )
    const button = page.locator('dialog .hold')
    expect(await button.isDisabled()).toBe(true)
    await reason(page, 'wrong level')
    await hold(page, 'Cancel 60', 300)
    await page.waitForTimeout(300)
    expect(await left()).toBe(60)
    await button.focus()
    await page.keyboard.down('Enter')
    await page.waitForTimeout(1200)
    await page.keyboard.up('Enter')
    await page.getByText('60 done, 0 skipped, 0 failed').waitFor()
    expect(await left()).toBe(0)
    await page.keyboard.press('z')
    await eventually(left, (now) => now === 60, 'undo of the bulk')
    await page.context().close()
  })

  test('several rows: by Ctrl, by Shift and by keys; the act means exactly these', async () => {
    const ids: string[] = []
    for (let n = 0; n < 6; n++) {
      ids.push(
        await insert(
          hub.sql,
          'render_instructions',
          anInstruction({ template_name: 'several', priority: 8 }),
        ),
      )
    }
    const page = await hub.open('/queue?tab=waiting&template=several', { lang: 'en' })
    const row = (n: number) => page.locator(`[data-id="${ids[n]}"]`)
    await row(5).waitFor()
    await row(0).hover()
    await page.waitForTimeout(350)
    await row(0).click()
    await row(2).click({ modifiers: ['Shift'] })
    await row(4).click({ modifiers: ['Control'] })
    await page.getByText('4 selected').first().waitFor()
    await page.keyboard.press('p')
    await page.keyboard.press('1')
    await page.locator('dialog').getByText('4 will be done').waitFor()
    await press(page, 'Set priority of 4')
    const first = async () =>
      (
        await hub.sql.query<{ id: string }>(
          `select id::text from render_instructions where template_name = 'several' and priority = 1 order by id`,
        )
      ).rows.map(({ id }) => id)
    await eventually(
      first,
      (now) => now.join() === [ids[0], ids[1], ids[2], ids[4]].join(),
      'priority of four',
    )
    await page.locator('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await page.keyboard.press('k')
    await page.keyboard.press('Shift+J')
    await page.getByText('2 selected').first().waitFor()
    await page.context().close()
  })

  test('what an alert suggests is done as the hub means it, whatever the statement looks like', async () => {
    const id = await insert(
      hub.sql,
      'render_instructions',
      anInstruction({ template_name: 'slow', priority: 6 }),
    )
    await hub.sql.query(
      `select hub.raise_event('stale_pending', 'old', 'alert', 'critical', 'Job waits too long', '{}',
         '{"text": "Boost the oldest one.", "text_ko": "올리세요."}' || hub.suggested_act('retry_instruction', jsonb_build_object('instruction_id', $1::bigint), 'waited'))`,
      [id],
    )
    await hub.sql.query(
      `select hub.raise_event('bad_worker', 'w', 'alert', 'warning', 'Jobs fail on ae-09', '{}', '{"text": "See.", "sql": "select hub.pause(''queue'', current_user, ''no'');"}')`,
    )
    const page = await hub.open('/', { lang: 'en' })
    await page.locator('.headline', { hasText: 'Job waits too long' }).waitFor()
    await page
      .locator('.headline-acts')
      .getByRole('button', { name: `Retry instruction ${id}` })
      .waitFor()
    await page.keyboard.press('y')
    await eventually(
      () => ask<number>('select priority::int as answer from render_instructions where id = $1', id),
      (now) => now === 5,
      'suggestion',
    )
    // Of a statement alone nothing is guessed.
    await page.goto('/alerts')
    await page.locator('.alert-item', { hasText: 'Jobs fail on ae-09' }).click()
    await page.getByText('hub.pause').waitFor()
    expect(
      await page
        .locator('.detail')
        .getByRole('button', { name: /^(Pause|Retry)/ })
        .count(),
    ).toBe(0)
    await page.context().close()
  })
})
