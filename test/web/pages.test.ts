import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { faultsOf } from './look.ts'
import { stage } from './stage.ts'
import { desk, noBrowser, small, untilLive } from './support.ts'

const places: Readonly<Record<string, { ko: string; en: string }>> = {
  '/': { ko: '다음 송출', en: 'Next on air' },
  '/queue': { ko: '진행 중', en: 'Active' },
  '/queue/1?tab=all': { ko: '지시 1', en: 'Instruction 1' },
  '/alerts': { ko: '31건 중 12건 실패', en: '12 of 31 failing' },
  '/alerts/1': { ko: '근거', en: 'Evidence' },
  '/hands': { ko: '풀하우스', en: 'full house' },
  '/hands/1': { ko: '기록', en: 'Timeline' },
  '/workers': { ko: 'wrong colours', en: 'wrong colours' },
  '/outputs': { ko: '프리미엄.mov', en: '프리미엄.mov' },
  '/tournaments': { ko: '메인 이벤트', en: 'Players left' },
  '/rules': { ko: '규칙을 고르면', en: 'Select a rule' },
  '/rules/new': { ko: '영문 소문자, 숫자, _', en: 'lower case letters, digits, _' },
  '/rules/1': { ko: '시험 실행', en: 'Dry run' },
  '/settings': { ko: 'stale.minutes', en: 'stale.minutes' },
  '/settings/error.h': { ko: '기준값 실험실', en: 'Threshold lab' },
  '/audit': { ko: 'wrong colours', en: 'Reason' },
  '/login': { ko: '토큰', en: 'Token' },
}

describe.skipIf(noBrowser)('every page', () => {
  const hub = desk(stage)

  for (const lang of ['ko', 'en'] as const) {
    test(`speaks, is accessible in both themes and cuts nothing off at 1366x768: ${lang}`, {
      timeout: 120_000,
    }, async () => {
      const page = await hub.open('/', { lang }, small)
      for (const [path, words] of Object.entries(places)) {
        await page.goto(path)
        await untilLive(page)
        await page.getByText(words[lang]).filter({ visible: true }).first().waitFor()
        const name = path.replace(/\W+/g, '_')
        const faults = await faultsOf(page, () => hub.picture(page, `${lang}-dark-${name}`))
        expect({ path, faults }).toEqual({ path, faults: [] })
        await hub.picture(page, `${lang}-light-${name}`)
      }
      expect(hub.complaints()).toEqual([])
      await page.context().close()
    })
  }

  test('the overview fits 1920x1080 without scrolling, and names state, cause and next', async () => {
    const page = await hub.open('/', { lang: 'ko' })
    await page.getByText('다음 송출').waitFor()
    const scrolls = await page.evaluate(() =>
      [document.documentElement, document.querySelector('.page')].map(
        (each) => each !== null && each.scrollHeight > each.clientHeight + 1,
      ),
    )
    expect(scrolls).toEqual([false, false])
    const { rows } = await hub.sql.query<{ word: 'degraded' | 'stalled' }>(
      `select hub.farm() ->> 'word' as word`,
    )
    const words = { degraded: '저하', stalled: '정지' }
    expect(await page.locator('.word').textContent()).toBe(words[rows[0]?.word ?? 'degraded'])
    const top = await hub.sql.query<{ title: string }>(
      `select coalesce(nullif(a ->> 'title_ko', ''), a ->> 'title') as title from jsonb_array_elements(hub.active_alerts(1)) as a`,
    )
    expect(await page.locator('.headline').textContent()).toContain(top.rows[0]?.title)
    await hub.picture(page, 'overview-1920')
    await page.context().close()
  })

  test('a phone shows the strip and the alerts', async () => {
    const page = await hub.open('/', { lang: 'ko' }, { width: 390, height: 844 })
    await page.locator('.alert-item').first().waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(wide).toBe(false)
    await hub.picture(page, 'phone')
    await page.context().close()
  })

  test('a wall screen shows state, chain, alerts and what airs next, and does nothing', async () => {
    const page = await hub.open('/?kiosk=1', { lang: 'ko' })
    await page.getByText('다음 송출').waitFor()
    await page.locator('.alert-item').first().waitFor()
    await page.locator('.next-item').first().waitFor()
    const size = await page
      .locator('.alert-item .title')
      .first()
      .evaluate((each) => each.getBoundingClientRect().height)
    expect(size).toBeGreaterThan(25)
    expect(await page.locator('button:visible:not(.next-item)').count()).toBe(0)
    const { rows } = await hub.sql.query<{ n: number }>('select count(*)::int as n from hub.actions')
    for (const key of ['a', 'y', 'c', 'o']) await page.keyboard.press(key)
    await page.waitForTimeout(300)
    expect((await hub.sql.query('select count(*)::int as n from hub.actions')).rows).toEqual(rows)
    const scrolls = await page.evaluate(() => document.documentElement.scrollHeight > innerHeight + 1)
    expect(scrolls).toBe(false)
    await hub.picture(page, 'kiosk')
    await page.context().close()
  })

  test('the link of a message opens its alert', async () => {
    const page = await hub.open('/?alert=1', { lang: 'en' })
    await page.waitForURL('**/alerts/1')
    await page.getByRole('heading', { name: '12 of 31 failing' }).waitFor()
    await page.context().close()
  })

  test('the rules stand beside the catalogue: what each template needs', async () => {
    const page = await hub.open('/rules', { lang: 'ko' })
    const row = page.getByRole('row', { name: /tournament_leaderboard.*Leaderboard.*wsop\.aep/ })
    await row.getByText('Name {n}', { exact: true }).waitFor()
    expect(await row.textContent()).toMatch(
      /선택: Chips \{n\} \(숫자\)[\s\S]*최대 행: 9[\s\S]*mov_alpha, 1920 x 1080, 30 fps/,
    )
    await page.context().close()
  })

  test('an address that is no place says so; a filter survives a reload', async () => {
    const page = await hub.open('/nowhere', { lang: 'en' })
    await page.getByText('There is no such page').waitFor()
    await page.goto('/queue?tab=failed')
    await page.reload()
    await untilLive(page)
    await page.locator('[role=row][data-id]').first().waitFor()
    const states = await page.locator('.grid-row .state').allInnerTexts()
    expect(new Set(states.map((state) => state.trim()))).toEqual(new Set(['failed', 'will retry']))
    await page.context().close()
  })

  test('scripts stay within 130 KB at first and 180 KB in all, and none is inline', async () => {
    const html = await (await fetch(hub.url)).text()
    const dist = join(import.meta.dirname, '..', '..', 'web', 'dist')
    const sizeOf = (path: string): number => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length
    const first = new Set(['look.js', ...[...html.matchAll(/assets\/[\w.-]+\.js/g)].map(([path]) => path)])
    for (const path of first) {
      for (const [, next] of readFileSync(join(dist, path), 'utf8').matchAll(
        /(?:from|import)\s*"\.\/([\w.-]+\.js)"/g,
      )) {
        first.add(`assets/${next}`)
      }
    }
    const all = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js'))
    // Words come in the one language that is read.
    const words = all.filter((name) => /^(ko|en)-/.test(name)).map((name) => sizeOf(`assets/${name}`))
    expect(words.length).toBe(2)
    const sizes = [...first].map(sizeOf)
    const total = (of: readonly number[]): number => of.reduce((sum, size) => sum + size, 0)
    const initial = total(sizes) + Math.max(...words)
    const whole = total(all.map((name) => sizeOf(`assets/${name}`))) - Math.min(...words)
    console.log(`scripts: ${(initial / 1024).toFixed(1)} KB at first, ${(whole / 1024).toFixed(1)} KB in all`)
    expect(initial).toBeLessThanOrEqual(130 * 1024)
    expect(whole).toBeLessThanOrEqual(180 * 1024)
    expect([...html.matchAll(/<script(?![^>]*\bsrc=)/g)]).toEqual([])
    const policy = (await fetch(hub.url)).headers.get('content-security-policy')
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe')
  })
})
