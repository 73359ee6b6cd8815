import type { Client } from 'pg'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { stage } from './stage.ts'
import { desk, noBrowser, untilLive } from './support.ts'

const places = [
  '/',
  '/queue?tab=all',
  '/queue/1?tab=all',
  '/queue/2?tab=all',
  '/alerts',
  '/alerts/1',
  '/alerts/2',
  '/hands',
  '/hands/1',
  '/hands/14',
  '/workers',
  '/outputs',
  '/tournaments',
  '/rules',
  '/rules/1',
  '/rules/new',
  '/delivery/channels',
  '/delivery/channels/new',
  '/delivery/routes/new',
  '/delivery/log',
  '/settings',
  '/settings/error.h',
  '/audit',
  '/login',
]

/** The stage, and what the hub says by names of its own: flags, a pause of everything, verbs, kinds, reasons, an end. */
async function fill(sql: Client): Promise<void> {
  await stage(sql)
  await insert(sql, 'hands', aHand({ table_id: 'table_3', hand_number: 1 }))
  await sql.query(
    `update hands set quality_flags = '{no_winner,board_incomplete}' where table_id = 'table_3'`,
  )
  await sql.query(`select hub.pause('queue', 'ann', '점검')`)
  await sql.query(`select hub.silence_event(2, 'ann', '휴식')`)
  await sql.query(`select hub.void_hand(2, 'ann', '오류')`)
  await sql.query(`select hub.change_priority(5, 9, 'ann', '나중에')`)
  await sql.query(`select hub.clear_event('hand_conflict', 'global', 'hub:tick', 'the rule works again')`)
}

/** What somebody wrote, what things are called, what a program said and what is typed at a shell. */
const called = new RegExp(
  [
    'composition not found: Premium Hand',
    'Nexrender 503: service unavailable',
    'wrong colours|stands still|day 1',
    'At Risk|Block Transition Level-Blinds|Chip Flow|Premium Hand|Full House|Player Name',
    'Place \\{n\\}, Title, Total|Cards 1, Board, Pot, Table',
    '([2-9TJQKA][cdhs] ?)+',
    'npm run hub -- [^"]*',
    'insert into [^(]*|PREPARE TRANSACTION',
  ].join('|'),
  'g',
)

/** Two Latin words side by side that no value, identifier or path explains. */
async function latinOf(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const inside = node.parentElement
      if (!inside || inside.closest('script, style, pre, code, kbd, textarea, option, [lang=en]')) continue
      if (!inside.checkVisibility({ visibilityProperty: true })) continue
      found.push(node.textContent ?? '')
    }
    for (const each of document.querySelectorAll('[title], [aria-label], [placeholder], option')) {
      found.push(
        each.getAttribute('title') ?? '',
        each.getAttribute('aria-label') ?? '',
        each.getAttribute('placeholder') ?? '',
        each.tagName === 'OPTION' ? (each.textContent ?? '') : '',
      )
    }
    return found.map((text) => text.trim()).filter((text) => text !== '')
  })
  return [...new Set(texts)].filter((text) => /[a-z]{2,},? [a-z]{2,}/i.test(text.replace(called, '')))
}

describe.skipIf(noBrowser)('the Korean page', () => {
  const hub = desk(fill)

  test('says nothing in English but what somebody or something is called', { timeout: 120_000 }, async () => {
    const page = await hub.open('/', { lang: 'ko' })
    const left: Record<string, string[]> = {}
    for (const path of places) {
      await page.goto(path)
      await untilLive(page)
      await page
        .locator('main')
        .getByText(/[가-힣]/)
        .first()
        .waitFor()
      await page.waitForTimeout(700)
      await hub.picture(page, `korean${path.replace(/\W+/g, '_')}`)
      const latin = await latinOf(page)
      if (latin.length > 0) left[path] = latin
    }
    expect(left).toEqual({})
    await page.context().close()
  })

  test('has words for what the hub calls by names of its own, and the zone beside each time', async () => {
    const page = await hub.open('/hands/1', { lang: 'ko' })
    const timeline = page.locator('.timeline')
    await timeline.getByText('핸드 기록됨').waitFor()
    const said = (await timeline.textContent()) ?? ''
    for (const word of [
      '지시 만들어짐',
      '워커가 가져감',
      '렌더링 완료',
      '지시 5',
      '이유: SQL로 넣음',
      ' KST',
    ])
      expect(said).toContain(word)
    expect(said).not.toMatch(/[a-z]+[._][a-z]+/)
    expect(await page.locator('.chain').textContent()).toMatch(/핸드[\s\S]*렌더 지시[\s\S]*결과물/)

    await page.goto('/hands')
    await page.getByText('승자 없음, 보드 부족').waitFor()
    await page.goto('/workers')
    await page.locator('.worker-item').getByText('대기열', { exact: true }).waitFor()
    await page.getByText('템플릿 chip_flow').waitFor()
    await page.locator('.flow').getByText('일시 중지: 대기열').waitFor()
    await page.goto('/alerts/1')
    await page.getByText('규칙이 다시 동작함').waitFor()
    await page.goto('/alerts/2')
    await page
      .getByText(/\d\d:\d\d KST까지 조용히/)
      .first()
      .waitFor()
    await page.goto('/audit')
    const audit = page.locator('.table')
    await audit.getByText('핸드 무효', { exact: true }).waitFor()
    await audit.getByText('템플릿 chip_flow', { exact: true }).waitFor()
    expect(await audit.textContent()).not.toMatch(/\b(pause|void_hand|change_setting|save_templates)\b/)
    await page.goto('/rules')
    await page.getByText('쇼다운에서 승자가 풀하우스 이상일 때').waitFor()
    await page.getByText('1~9위 상금').waitFor()
    await expect.poll(() => page.locator('[data-vital=data]').textContent()).toMatch(/데이터\s+\d+\.\d초/)
    await page.context().close()
  })

  test('what is refused is said in Korean where it is typed: a rule, a row of a CSV', async () => {
    const page = await hub.open('/rules/1', { lang: 'ko' })
    await page.getByLabel('조건').fill('$.hand.pot >')
    await page.getByRole('button', { name: /최근 핸드/ }).click()
    await page.getByText('규칙을 읽을 수 없습니다: 조건식이 끝나지 않았습니다').waitFor()
    await page.goto('/tournaments')
    await page.getByLabel('CSV 파일').setInputFiles({
      name: '레벨.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('tournament_number,name,current_level\nE1,One,x\n'),
    })
    await page.getByText('"x"은(는) 정수가 아닙니다. 1500처럼 쓰세요').waitFor()
    await page.getByLabel('CSV 파일').setInputFiles({
      name: '빈.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('a,b\n1,2\n'),
    })
    await page.getByText(/아는 머리글이 없습니다: a, b/).waitFor()
    await page.context().close()
  })

  test('who changes the language is told everything in it, and what he typed stays', async () => {
    const page = await hub.open('/rules/1', { lang: 'en' })
    const description = page.getByLabel('Description')
    await description.waitFor()
    const english = await description.inputValue()
    await page.getByRole('button', { name: '한국어' }).click()
    const korean = page.getByLabel('설명')
    await expect.poll(() => korean.inputValue()).toMatch(/[가-힣]/)
    await korean.fill('내가 쓴 설명')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('Dry run').first().waitFor()
    expect(await description.inputValue()).toBe('내가 쓴 설명')
    expect(english).not.toMatch(/[가-힣]/)
    await page.context().close()
  })
})
