import { describe, expect, test } from 'vitest'
import { raise, stage } from './stage.ts'
import { desk, noBrowser } from './support.ts'

describe.skipIf(noBrowser)('the page of an alert', () => {
  const hub = desk(stage)

  test('evidence is told as people read it', async () => {
    const id = await raise(hub.sql, 'silent_table', 'warning', 'No hands', '핸드 없음', 'table:evidence')
    await hub.sql.query('update monitoring_events set details = $2 where id = $1', [
      id,
      JSON.stringify({
        share: 0.2879,
        longest_seconds: 2972,
        grace: '00:01:00',
        settings: { 'blind.after': 15 },
        hosts: ['ae-1', 'ae-2'],
        shared: { what: null },
      }),
    ])
    for (const [lang, told] of [
      [
        'en',
        [
          'share28.8%',
          'longest49m 32s',
          'grace1m 0s',
          'settingsblind.after 15',
          'hostsae-1 · ae-2',
          'sharedwhat -',
        ],
      ],
      ['ko', ['28.8%', '49분 32초', '1분 0초', 'blind.after 15', 'ae-1 · ae-2']],
    ] as const) {
      const page = await hub.open(`/alerts/${id}`, { lang })
      const facts = page.locator('.facts').last()
      await facts.waitFor()
      const text = ((await facts.textContent()) ?? '').replace(/\s+/g, ' ')
      for (const each of told) expect(text).toContain(each)
      expect(text).not.toMatch(/[{}[\]"]|0\.28|2972/)
      await page.context().close()
    }
  })

  test('one that has ended says so, and a phone shows what was opened, with a way back', async () => {
    const id = await raise(hub.sql, 'silent_table', 'warning', 'It has ended', '끝난 것', 'table:ended')
    await hub.sql.query(
      `select hub.clear_event('silent_table', 'table:ended', 'hub:tick', 'the condition is gone')`,
    )
    const page = await hub.open(`/alerts/${id}`, { lang: 'en' }, { width: 390, height: 844 })
    await page.getByText('This alert has ended').waitFor()
    expect((await page.getByText('It has ended').boundingBox())?.y).toBeLessThan(422)
    expect(await page.getByRole('button', { name: 'With history' }).isVisible()).toBe(false)
    await page.getByRole('link', { name: 'Back to the list' }).click()
    await page.getByRole('button', { name: 'With history' }).waitFor()
    await page.context().close()
  })

  test('what hides behind another is counted beside what is open, the same wherever alerts are counted', async () => {
    const parent = await raise(hub.sql, 'stall', 'critical', 'Nothing moves', '멈춤')
    const child = await raise(hub.sql, 'throughput_drop', 'warning', 'It is slow', '느림')
    await hub.sql.query('update monitoring_events set suppressed_by = $2 where id = $1', [child, parent])
    const { rows } = await hub.sql.query(
      `select count(*) filter (where suppressed_by is null)::int as open, count(*) filter (where suppressed_by is not null)::int as hidden
       from monitoring_events where state in ('firing', 'recovering') and event_type <> 'action'`,
    )
    const { open, hidden } = rows[0]
    expect(hidden).toBeGreaterThan(0)
    for (const path of ['/', '/alerts']) {
      const page = await hub.open(path, { lang: 'en' })
      await page.getByText(`${open} open · ${hidden} hidden behind them`).waitFor()
      expect(await page.locator('nav a[href="/alerts"]').first().textContent()).toContain(String(open))
      await page.context().close()
    }
  })

  test('what repeating will not mend is not asked for by the bright button', async () => {
    const id = await raise(hub.sql, 'error_surge', 'error', 'They fail', '실패')
    await hub.sql.query(
      `update monitoring_events set suggested_action = '{"text": "Look at them."}'::jsonb || hub.suggested_act('bulk_retry', '{"filter": {"status": "failed"}}', 'mended')
       where id = $1`,
      [id],
    )
    const page = await hub.open(`/alerts/${id}`, { lang: 'en' })
    await page.getByRole('link', { name: 'Look at the failures' }).waitFor()
    const bright = await page.locator('.detail .button.primary').allInnerTexts()
    expect(bright).toEqual(['Look at the failures'])
    await page.context().close()
  })
})
