import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { anInstruction, insert } from '../support/builders.ts'
import { raise, stage } from './stage.ts'
import { desk, eventually, noBrowser, untilLive } from './support.ts'

declare global {
  interface Window {
    tones: number
  }
}

describe.skipIf(noBrowser)('what a browser may lack', () => {
  const hub = desk(stage)
  const sees = async (page: Page, template: string): Promise<void> => {
    await page.locator('.grid-row', { hasText: template }).waitFor()
  }
  const order = (template: string) =>
    insert(hub.sql, 'render_instructions', anInstruction({ template_name: template, priority: 1 }))
  const streams = async () =>
    /stream_clients (\d+)/.exec(await (await fetch(`${hub.url}/metrics`)).text())?.[1]
  const tab = async (context: BrowserContext, path = '/queue'): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(path)
    await untilLive(page)
    return page
  }

  test('without SharedWorker one tab leads the others; when it closes, the next one does', async () => {
    const context = await hub.profile({ lang: 'en' })
    await context.addInitScript(() => {
      Object.defineProperty(window, 'SharedWorker', { value: undefined })
    })
    const [first, second] = [await tab(context), await tab(context)]
    await first.getByText('leads the tabs').waitFor()
    await second.getByText('follows a tab').waitFor()
    await order('one_leads')
    for (const page of [first, second]) await sees(page, 'one_leads')
    expect(await streams()).toBe('1')
    await first.close()
    await second.getByText('leads the tabs').waitFor()
    await untilLive(second)
    await order('the_next_leads')
    await sees(second, 'the_next_leads')
    await context.close()
  })

  test('without either each tab listens for itself, and says so', async () => {
    const context = await hub.profile({ lang: 'en' })
    await context.addInitScript(() => {
      Object.defineProperty(window, 'SharedWorker', { value: undefined })
      Object.defineProperty(window, 'BroadcastChannel', { value: undefined })
    })
    const page = await tab(context)
    await page.getByText('on its own').waitFor()
    await order('all_alone')
    await sees(page, 'all_alone')
    await context.close()
  })

  test('sound: armed by a click, once when a critical alert fires, by one tab, not muted, not after a reload', {
    timeout: 40_000,
  }, async () => {
    const context = await hub.profile({ lang: 'en' })
    await context.addInitScript(() => {
      window.tones = 0
      const start = OscillatorNode.prototype.start
      OscillatorNode.prototype.start = function (...args) {
        window.tones += 1
        return start.apply(this, args)
      }
    })
    const page = await tab(context, '/')
    const tones = (of = page) => of.evaluate(() => window.tones)
    const button = (name: RegExp) => page.getByRole('button', { name })
    const shapes = new Set<string>()
    const shape = async (name: RegExp) => shapes.add(await button(name).locator('svg').innerHTML())
    await shape(/^Sound off/)
    await button(/^Sound off/).click()
    await button(/^Sound armed/).waitFor()
    expect(await tones()).toBe(2) // so one hears what it will be
    await shape(/^Sound armed/)
    const other = await tab(context, '/')
    await other.locator('.keybar').click()
    await raise(hub.sql, 'hand_conflict', 'critical', 'Nothing moves', '멈춤', 'one')
    await eventually(tones, (now) => now === 4, 'sound')
    await page.waitForTimeout(1500)
    expect([await tones(), await tones(other)]).toEqual([4, 0])

    await page.keyboard.press('m')
    await button(/^Muted/).waitFor()
    await shape(/^Muted/)
    expect(await button(/^Muted/).textContent()).toMatch(/^\d\d:\d\d$/) // until when
    await raise(hub.sql, 'hand_conflict', 'critical', 'Slow', '느림', 'two')
    await page.locator('.alert-item', { hasText: 'Slow' }).waitFor()
    await page.waitForTimeout(1200)
    expect(await tones()).toBe(4)

    await other.close()
    await button(/^Muted/).click()
    await page.reload()
    await untilLive(page)
    await button(/blocked/i).waitFor()
    await shape(/blocked/i)
    expect(shapes.size).toBe(4) // each tells itself from the others without colour
    await page.locator('.keybar').click()
    await button(/^Sound armed/).waitFor()
    await page.waitForTimeout(1500)
    expect(await tones()).toBe(0) // what was open before is no news
    await raise(hub.sql, 'hand_conflict', 'critical', 'All gone', '전부 끊김', 'three')
    await eventually(tones, (now) => now === 2, 'sound after a reload')
    await context.close()
  })
})
