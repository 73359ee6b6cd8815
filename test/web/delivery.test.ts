import AxeBuilder from '@axe-core/playwright'
import type { Client } from 'pg'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import { createToken, type Message } from '../../src/database/verbs.ts'
import { hashOf, newToken } from '../../src/http/access/secret.ts'
import { mailHtml } from '../../src/listener/delivery/mail_text.ts'
import { aReceiver, type Receiver } from '../delivery/receiver.ts'
import { webhook } from '../delivery/support.ts'
import { faultsOf } from './look.ts'
import { raise, stage } from './stage.ts'
import { desk, eventually, noBrowser, type Prefs, small, staysTold, untilLive } from './support.ts'

const signed = { key: webhook.key }

/** A channel that delivers, one that is dead, routes to both, and an alert that was told. */
async function wired(sql: Client, url: string, nowhere: string): Promise<void> {
  await stage(sql)
  await sql.query(`select hub.change_setting('channel.dead_after', '1', 'test', 'soon')`)
  const save = async (verb: 'channel' | 'route', row: object): Promise<number> =>
    (
      await sql.query(
        `select (to_jsonb(s) ->> 'id')::int as id from hub.save_${verb}(null, $1, 'ann', 'set up') as s`,
        [JSON.stringify(row)],
      )
    ).rows[0].id
  const ops = await save('channel', { name: 'ops', kind: 'webhook', secrets: { ...signed, url } })
  const gone = await save('channel', {
    name: 'gone',
    kind: 'webhook',
    secrets: { ...signed, url: nowhere },
  })
  const match = { severity: ['critical'] }
  await save('route', { name: '긴급', channel_id: ops, position: 1, match, go_on: true })
  await save('route', { name: 'all', channel_id: gone, language: 'en' })
  await raise(sql, 'hand_conflict', 'critical', 'Nothing moves', '아무것도 움직이지 않음', 'table:table_1')
  await sql.query(`select hub.test_channel($1, 'ann', 'is it there?')`, [gone])
}

describe.skipIf(noBrowser)('alert delivery', () => {
  let receiver: Receiver
  let nowhere = ''
  beforeAll(async () => {
    receiver = await aReceiver()
    const closed = await aReceiver()
    nowhere = `${closed.url}/very-secret`
    await closed.close()
  })
  afterAll(() => receiver?.close())
  const hub = desk((sql) => wired(sql, `${receiver.url}/ops`, nowhere))
  const ask = async <T>(text: string, ...values: unknown[]): Promise<T> =>
    (await hub.sql.query(text, values)).rows[0]?.answer

  let token = ''
  /** A browser in which an admin is logged in. */
  const admin = async (prefs: Prefs, size?: { width: number; height: number }): Promise<BrowserContext> => {
    if (token === '') {
      token = newToken()
      const { db, close } = openDatabase(hub.database)
      await createToken(db, { name: 'root', role: 'admin', hash: hashOf(token) }, 'test', 'test')
      await close()
      await eventually(
        async () => (await fetch(`${hub.url}/api/me`)).status,
        (now) => now === 401,
        'a token is needed now',
      )
    }
    const context = await hub.profile(prefs, size)
    const answer = await context.request.post('/api/login', {
      data: { token },
      headers: { origin: hub.url },
    })
    expect(answer.status()).toBe(200)
    return context
  }
  const opened = async (path: string, prefs: Prefs = { lang: 'en' }): Promise<Page> => {
    const page = await (await admin(prefs)).newPage()
    await page.goto(path)
    await untilLive(page)
    return page
  }
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const save = async (page: Page, reason = 'from a test'): Promise<void> => {
    await page.getByLabel(/^(Reason|이유|사유)/).fill(reason)
    await page.locator('button[type=submit]').click()
  }

  const places: Readonly<Record<string, { ko: string; en: string }>> = {
    '/delivery': { ko: '채널을 고르면', en: 'Select a channel' },
    '/delivery/channels/1': { ko: '저장됨, 비워 두면 그대로', en: 'is set; empty keeps it' },
    '/delivery/channels/2': { ko: '끊긴 때', en: 'Dead since' },
    '/delivery/channels/new': { ko: '새 채널', en: 'New channel' },
    '/delivery/routes': { ko: '정보를 뺀 모두', en: 'all but info' },
    '/delivery/routes/1': { ko: '두 번째 채널', en: 'Second channel' },
    '/delivery/routes/new': { ko: '항상 열림', en: 'Always open' },
    '/delivery/log': { ko: '아무것도 움직이지 않음', en: '아무것도 움직이지 않음' },
    '/delivery/log/1': { ko: '시도와 응답', en: 'Tries and answers' },
  }
  for (const lang of ['ko', 'en'] as const) {
    test(`each page speaks, is accessible in both themes and cuts nothing off: ${lang}`, {
      timeout: 120_000,
    }, async () => {
      await eventually(
        () => ask(`select dead_at as answer from hub.channel_health where channel_id = 2`),
        (at) => at !== null,
        'the channel that goes nowhere is dead',
      )
      const page = await (await admin({ lang }, small)).newPage()
      hub.complaints()
      for (const [path, words] of Object.entries(places)) {
        await page.goto(path)
        await untilLive(page)
        const shown = page.getByText(words[lang]).or(page.getByPlaceholder(words[lang]))
        await shown.filter({ visible: true }).first().waitFor()
        const name = path.replace(/\W+/g, '_')
        const faults = await faultsOf(page, () => hub.picture(page, `${lang}-dark-${name}`))
        expect({ path, faults }).toEqual({ path, faults: [] })
        await hub.picture(page, `${lang}-light-${name}`)
      }
      expect(hub.complaints()).toEqual([])
      await page.context().close()
    })
  }

  test('the strip says in red which channel is dead; one click away is why', async () => {
    const page = await opened('/', { lang: 'ko' })
    const vital = page.locator('[data-vital=channels]')
    await vital.getByText('끊김').waitFor()
    const colour = await vital.locator('.severity-critical').evaluate((each) => getComputedStyle(each).color)
    const red = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('i'))
      probe.style.color = 'var(--critical)'
      return getComputedStyle(probe).color
    })
    expect(colour).toBe(red)
    await vital.getByRole('link').click()
    await page.waitForURL('**/delivery/channels/2')
    await page.getByText(/ECONNREFUSED/).waitFor()
    await page.context().close()
  })

  test('while the hub is away the strip is red itself, and what stands in it is read all the same', {
    timeout: 60_000,
  }, async () => {
    const page = await opened('/', { lang: 'en' })
    await page.locator('[data-vital=channels]').getByText('dead').waitFor()
    await hub.stop()
    try {
      await page.locator('.word[data-word=blind]').waitFor()
      for (const theme of ['dark', 'light']) {
        await page.evaluate((name) => {
          document.documentElement.dataset.theme = name
        }, theme)
        const { violations } = await new AxeBuilder({ page })
          .include('.vitals')
          .withRules(['color-contrast'])
          .analyze()
        expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([])
      }
    } finally {
      await hub.start()
    }
    await page.context().close()
  })

  test('a channel is made, tested the way alerts go, changed, and its secrets never come out', async () => {
    const page = await opened('/delivery/channels/new')
    await page.getByLabel('Name').fill('pager')
    await page.getByLabel('Kind').selectOption('webhook')
    await page.getByLabel('Address (secret)').fill(`${receiver.url}/pager?token=hush-hush`)
    await page.getByLabel(/^Signing key/).fill('sixteen or more, hush-hush')
    await page.getByRole('combobox', { name: 'Cap', exact: true }).selectOption('own')
    await page.getByLabel(/^At most/).fill('15:3, 60')
    await page.getByText('Minutes and messages, such as').waitFor()
    await page.getByLabel(/^Reason/).fill('pager')
    expect(await page.locator('button[type=submit]').isDisabled()).toBe(true)
    await page.getByLabel(/^At most/).fill('15:3, 60:7')
    await save(page, 'pager')
    await page.waitForURL(/channels\/\d+$/)
    const id = Number(page.url().split('/').at(-1))
    const row = () =>
      ask<Record<string, unknown>>(`select to_jsonb(c) as answer from hub.channels as c where id = $1`, id)
    const secrets = { url: `${receiver.url}/pager?token=hush-hush`, key: 'sixteen or more, hush-hush' }
    expect(await row()).toMatchObject({
      name: 'pager',
      kind: 'webhook',
      enabled: true,
      rate_caps: { 15: 3, 60: 7 },
      secrets,
      updated_by: 'root',
    })
    await press(page, 'Send a test')
    await page.getByText('Delivered: 204').waitFor()
    expect(receiver.received.filter(({ path }) => path.startsWith('/pager'))).toMatchObject([
      { body: { data: { reason: 'test', language: 'en' } } },
    ])
    await page.getByLabel('Name').fill('pager-2')
    await save(page)
    await eventually(row, (now) => now.name === 'pager-2', 'renamed')
    expect(await row()).toMatchObject({ secrets })
    await page.getByRole('heading', { name: 'pager-2' }).waitFor()
    expect(await page.content()).not.toContain('hush-hush')
    await page.getByRole('button', { name: /^Undo/ }).last().click()
    await eventually(row, (now) => now.name === 'pager', 'taken back')
    await page.getByRole('heading', { name: 'pager', exact: true }).waitFor()
    await page.context().close()
  })

  test('an e-mail channel: address, login, and the login taken away again', async () => {
    const page = await opened('/delivery/channels/new')
    await page.getByLabel('Name').fill('mail')
    await page.getByLabel('Kind').selectOption('email')
    await page.getByLabel('SMTP server').fill('smtp.studio.lan')
    await page.getByLabel('From').fill('hub@studio.lan')
    await page.getByLabel(/^To/).fill('ops@studio.lan, night@studio.lan')
    await page.getByLabel('User (secret)').fill('hub')
    await page.getByLabel('Password (secret)').fill('hush-hush')
    await page.getByLabel('On', { exact: true }).uncheck()
    await save(page)
    await page.waitForURL(/channels\/\d+$/)
    const row = () => ask<object>(`select to_jsonb(c) as answer from hub.channels as c where name = 'mail'`)
    expect(await row()).toMatchObject({
      enabled: false,
      config: {
        host: 'smtp.studio.lan',
        port: 587,
        security: 'starttls',
        from: 'hub@studio.lan',
        to: ['ops@studio.lan', 'night@studio.lan'],
      },
      secrets: { user: 'hub', password: 'hush-hush' },
      rate_caps: null,
    })
    await page.getByLabel('Remove user and password').check()
    await save(page)
    await eventually(
      () => ask(`select secrets::text as answer from hub.channels where name = 'mail'`),
      (now) => now === '{}',
      'no login',
    )
    await page.context().close()
  })

  test('a route with everything, made and changed, in Korean', async () => {
    const page = await opened('/delivery/routes', { lang: 'ko' })
    await page.getByRole('link', { name: '새로 만들기' }).click()
    const field = (name: string | RegExp) => page.getByLabel(name)
    await field('이름').fill('야간')
    await page.getByRole('combobox', { name: '채널', exact: true }).selectOption({ label: 'gone' })
    await field('순번').fill('50')
    await field('언어').selectOption('en')
    await field('다음 경로에도 물어봄').check()
    await page.getByRole('checkbox', { name: '긴급' }).check()
    await page.getByRole('checkbox', { name: '오류' }).check()
    await field(/^종류/).fill('stall, worker_lost')
    await field(/^범위/).fill('worker:*')
    await page.getByLabel('템플릿 (쉼표로 구분, 비우면 모두)').fill('premium_hand')
    await press(page, '시간대 추가')
    await page.getByRole('checkbox', { name: '일', exact: true }).uncheck()
    await field('부터').fill('22:00')
    await field('까지').fill('06:00')
    await field(/^표준 시간대/).fill('Asia/Seoul')
    await field('두 번째 채널').selectOption({ label: 'ops' })
    await field('긴급: 대기').fill('0')
    await field('긴급: 상향').fill('120')
    await field('오류: 반복').fill('900')
    await save(page, '야간 근무')
    await page.waitForURL(/routes\/\d+$/)
    const row = () =>
      ask<Record<string, unknown>>(`select to_jsonb(r) as answer from hub.routes as r where name = '야간'`)
    expect(await row()).toMatchObject({
      channel_id: 2,
      enabled: true,
      position: 50,
      match: {
        severity: ['critical', 'error'],
        kind: ['stall', 'worker_lost'],
        subject: 'worker:*',
        template: ['premium_hand'],
      },
      go_on: true,
      language: 'en',
      schedule: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '22:00', to: '06:00' }],
      time_zone: 'Asia/Seoul',
      timing: { critical: { wait: 0, escalate: 120 }, error: { repeat: 900 } },
      escalate_to: 1,
    })
    // what was saved is what is shown, and nothing is left to save
    await page.getByRole('heading', { name: '야간' }).waitFor()
    await page.reload()
    await page.getByLabel(/^이유|^사유/).fill('x')
    expect(await page.locator('button[type=submit]').isDisabled()).toBe(true)
    expect(await field('긴급: 상향').inputValue()).toBe('120')
    await press(page, '이 시간대 지우기')
    await field('오류: 반복').fill('')
    await field('두 번째 채널').selectOption('')
    await field('사용').uncheck()
    await save(page, '낮에도')
    await eventually(row, (now) => now.enabled === false, 'off')
    expect(await row()).toMatchObject({
      schedule: null,
      timing: { critical: { wait: 0, escalate: 120 } },
      escalate_to: null,
    })
    await page.context().close()
  })

  test('what speaks against a route that is kept all the same stays', async () => {
    const page = await opened('/delivery/routes/new')
    await page.getByLabel('Name').fill('mistyped')
    await page.getByLabel(/^Kinds/).fill('no_such_kind')
    await page.getByLabel('On', { exact: true }).uncheck()
    await page.getByLabel(/^Reason/).fill('from a test')
    await staysTold(page, 'Save', 'no alert is of the kind "no_such_kind"')
    await page.context().close()
  })

  test('what somebody else changes meanwhile is told; what was typed stays, and is not written over it', async () => {
    const page = await opened('/delivery/routes/1')
    await page.getByLabel('Position').fill('7')
    await hub.sql.query(`select hub.save_route(1, '{"go_on": true}', 'bob', 'meanwhile')`)
    await page.getByText('bob changed it meanwhile').waitFor()
    expect(await page.getByLabel('Position').inputValue()).toBe('7')
    await save(page)
    await page.getByText(/was changed by "bob"/).waitFor()
    expect(await ask(`select position as answer from hub.routes where id = 1`)).toBe(1)
    await press(page, 'Load again')
    expect(await page.getByLabel('The next routes are asked, too').isChecked()).toBe(true)
    await page.getByLabel('Position').fill('7')
    await save(page)
    await eventually(
      () => ask(`select position as answer from hub.routes where id = 1`),
      (now) => now === 7,
      'saved on top of it',
    )
    // and while nothing is typed it is simply taken over
    await page.getByLabel(/^Reason/).waitFor()
    await hub.sql.query(`select hub.save_route(1, '{"position": 3}', 'bob', 'meanwhile')`)
    await eventually(
      () => page.getByLabel('Position').inputValue(),
      (now) => now === '3',
      'taken over',
    )
    await page.context().close()
  })

  test('the log: dwell, each try and each answer, filters that survive a reload, the alert one click away', async () => {
    const page = await opened('/delivery/log')
    await page.getByLabel('Every channel').selectOption({ label: 'ops' })
    await page.getByLabel('Every reason').selectOption('first')
    await page.reload()
    const lines = page.locator('tbody tr')
    await page.getByRole('link', { name: '긴급: 아무것도 움직이지 않음' }).waitFor()
    for (const text of await lines.allInnerTexts()) expect(text).toMatch(/ops.*first/s)
    const { dwell, id, event } = await ask<{ dwell: number; id: number; event: number }>(
      `select jsonb_build_object('dwell', extract(epoch from first_tried_at - changed_at), 'id', id, 'event', event_id) as answer
       from hub.notifications where reason = 'first' and state = 'sent' and message ->> 'kind' = 'hand_conflict'`,
    )
    expect(await lines.filter({ hasText: '아무것도' }).textContent()).toContain(`${dwell.toFixed(1)}s`)
    await page.getByRole('link', { name: '긴급: 아무것도 움직이지 않음' }).click()
    await page.waitForURL(`**/delivery/log/${id}?**`)
    await page.getByText('Try 1').waitFor()
    await page.getByText('204', { exact: true }).waitFor()
    await page
      .locator('.facts')
      .getByRole('link', { name: String(event), exact: true })
      .click()
    await page.waitForURL(`**/alerts/${event}`)
    await page.context().close()
  })

  test('the e-mail of a real message: nothing is cut off or unreadable, on a phone neither, in both languages', async () => {
    await hub.sql.query(
      `select hub.change_setting('notify.dashboard_url', '"http://hub.studio.lan:8080"', 'test', 'links')`,
    )
    const context = await hub.profile()
    const page = await context.newPage()
    for (const lang of ['ko', 'en'] as const) {
      const message = await ask<Message>(
        `select hub.story_message(s, 'first', 'critical', $1, now()) as answer from hub.stories as s where s.kind = 'hand_conflict' order by s.id limit 1`,
        lang,
      )
      await page.setContent(mailHtml({ message: { ...message, instead_of: 'gone' }, repeated: true }))
      for (const width of [360, 800]) {
        await page.setViewportSize({ width, height: 640 })
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
        expect({ lang, width, wide }).toEqual({ lang, width, wide: false })
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
        await hub.picture(page, `mail-${lang}-${width}`)
      }
      const link = page.getByRole('link', {
        name: lang === 'ko' ? '대시보드에서 열기' : 'Open the dashboard',
      })
      expect(await link.getAttribute('href')).toMatch(/^http:\/\/hub\.studio\.lan:8080\/\?alert=\d+$/)
    }
    await context.close()
  })

  test('by keyboard alone, with a Korean input method on', async () => {
    const page = await opened('/', { lang: 'ko' })
    const korean = (key: string, code: string) =>
      page.evaluate(
        (event) =>
          document.activeElement?.dispatchEvent(
            new KeyboardEvent('keydown', { ...event, bubbles: true, cancelable: true }),
          ),
        { key, code },
      )
    await korean('ㅎ', 'KeyG')
    await korean('ㅜ', 'KeyN')
    await page.waitForURL('**/delivery')
    const reach = async (name: string): Promise<void> => {
      for (let n = 0; n < 120; n++) {
        await page.keyboard.press('Tab')
        if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === name) return
      }
      throw new Error(`${name} cannot be reached by Tab`)
    }
    await page.getByRole('link', { name: 'ops', exact: true }).waitFor()
    await reach('ops')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/delivery/channels/1')
    await page.getByRole('button', { name: '시험 메시지 보내기' }).waitFor()
    await reach('시험 메시지 보내기')
    await page.keyboard.press('Enter')
    await page.getByText('전달됨: 204').waitFor()
    await page.context().close()
  })

  test('on-air mode of messages: one press, and only what is critical leaves', async () => {
    const page = await opened('/delivery')
    const onAir = () => ask(`select value::text as answer from hub.settings where key = 'notify.on_air'`)
    await press(page, 'On-air mode of messages')
    await eventually(onAir, (now) => now === 'true', 'on air')
    await page.getByText('On air: only critical alerts leave the dashboard').waitFor()
    await press(page, 'End on-air mode of messages')
    await eventually(onAir, (now) => now === 'false', 'off air')
    await page.context().close()
  })

  test('a viewer sees how it stands and can change nothing', async () => {
    const viewer = newToken()
    const { db, close } = openDatabase(hub.database)
    await createToken(db, { name: 'guest', role: 'viewer', hash: hashOf(viewer) }, 'test', 'test')
    await close()
    const context = await hub.profile({ lang: 'en' })
    await context.request.post('/api/login', { data: { token: viewer }, headers: { origin: hub.url } })
    const page = await context.newPage()
    await page.goto('/delivery/channels/1')
    await untilLive(page)
    await page.getByText('Only admins change this').waitFor()
    expect(await page.getByRole('button', { name: 'Send a test' }).isDisabled()).toBe(true)
    for (const field of [
      page.getByLabel('Name'),
      page.getByLabel(/^Reason/),
      page.locator('button[type=submit]'),
    ])
      expect(await field.isDisabled()).toBe(true)
    await context.close()
  })
})
