import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { faultsOf } from './look.ts'
import { raise, stage } from './stage.ts'
import { desk, noBrowser, small, untilLive } from './support.ts'

describe.skipIf(noBrowser)('small screens', () => {
  const hub = desk(stage)

  /** Texts that are shown in part only, and what is cut by the edge of a box that cannot be scrolled. */
  const shortened = (page: Page): Promise<string[]> =>
    page.evaluate(() => {
      const shown = [...document.querySelectorAll<HTMLElement>('.shell *')].filter(
        (each) => each.getClientRects().length > 0 && !each.closest('.visually-hidden'),
      )
      const cut = shown.filter(
        (each) =>
          each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).textOverflow === 'ellipsis',
      )
      const halved = shown.filter((each) => {
        const box = each.closest('.panel-body')?.getBoundingClientRect()
        const own = each.getBoundingClientRect()
        return box && own.left < box.right && own.top < box.bottom - 1 && own.bottom > box.bottom + 1
      })
      return [...cut, ...halved].map((each) => `${each.className}: ${each.textContent}`)
    })

  /** What cannot be pressed or read because it was given no room, nor reached by scrolling. */
  const squeezed = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'button, a.button, select, input:not([type=checkbox]), .segment',
        ),
      ]
        .filter((each) => each.getClientRects().length > 0 && !each.closest('.visually-hidden'))
        .filter((each) => {
          const own = each.getBoundingClientRect()
          let clipped = false
          for (let box = each.parentElement; box; box = box.parentElement) {
            const { overflowX } = getComputedStyle(box)
            if (overflowX === 'auto' || overflowX === 'scroll') break
            if (overflowX === 'hidden') clipped ||= own.right > box.getBoundingClientRect().right + 1
          }
          return clipped || own.width < 24 || own.height < 24
        })
        .map((each) => `${each.tagName} ${each.className}: ${each.textContent}`),
    )

  for (const lang of ['ko', 'en'] as const) {
    test(`a wall screen of 1366x768 shortens nothing and shows whole rows: ${lang}`, async () => {
      for (let n = 0; n < 6; n++) {
        await raise(
          hub.sql,
          'hand_conflict',
          'warning',
          `Two hands of table ${n}`,
          `테이블 ${n}의 두 핸드`,
          `t${n}`,
        )
      }
      const page = await hub.open('/?kiosk=1', { lang }, small)
      await page.locator('.alert-item').nth(6).waitFor({ state: 'attached' })
      await page.locator('.flow-note', { hasText: /(template|템플릿) chip_flow/i }).waitFor()
      expect(await shortened(page)).toEqual([])
      await hub.picture(page, `kiosk-1366-${lang}`)
      await page.context().close()
    })

    test(`the queue stands where it stood when it is filtered at 1366x768: ${lang}`, async () => {
      const page = await hub.open('/queue', { lang }, small)
      const top = () => page.locator('.grid-box').evaluate((each) => each.getBoundingClientRect().top)
      await page.locator('.grid-row').first().waitFor()
      const stood = await top()
      // The head and the acts are one line each.
      expect(await page.locator('.filters').evaluate((each) => each.clientHeight)).toBeLessThan(45)
      for (const query of ['tab=all', 'tab=cancelled', 'template=tournament_leaderboard&class=permanent']) {
        await page.goto(`/queue?${query}`)
        await untilLive(page)
        await page.locator('.filters .square:visible').waitFor()
        expect({ query, top: await top() }).toEqual({ query, top: stood })
      }
      await page.locator('.filters .square').click()
      await page.waitForURL(/queue$/)
      expect(await page.locator('.filters .square:visible').count()).toBe(0)
      expect(await top()).toBe(stood)
      await page.context().close()
    })

    test(`a phone shows the alerts, with acts that can be pressed on every page: ${lang}`, {
      timeout: 60_000,
    }, async () => {
      const page = await hub.open('/', { lang }, { width: 390, height: 844 })
      await page.locator('.alert-item').nth(3).waitFor()
      await page.locator('.headline-acts .button').nth(1).waitFor()
      const places = await page.evaluate(() =>
        ['.flow', '.alert-item:nth-child(4)'].map(
          (each) => document.querySelector(each)?.getBoundingClientRect().bottom ?? 9999,
        ),
      )
      expect(places[0]).toBeLessThan(260)
      expect(places[1]).toBeLessThan(780)
      expect(await faultsOf(page, () => hub.picture(page, `phone-${lang}`))).toEqual([])
      for (const path of [
        '/',
        '/queue',
        '/alerts',
        '/hands',
        '/workers',
        '/outputs',
        '/rules',
        '/settings',
        '/audit',
      ]) {
        await page.goto(path)
        await untilLive(page)
        await page.locator('.panel').first().waitFor()
        expect({ path, squeezed: await squeezed(page) }).toEqual({ path, squeezed: [] })
      }
      // What is seldom needed is one touch away.
      await page.getByRole('button', { name: lang === 'ko' ? /^이 자리/ : /^This desk/ }).click()
      await page.getByRole('link', { name: /^local/ }).click()
      await page.waitForURL('**/login')
      await page.context().close()
    })
  }

  test('what is told on a phone lies above the bottom bar', async () => {
    const page = await hub.open('/', { lang: 'ko' }, { width: 390, height: 844 })
    await page.getByRole('button', { name: '담당하기' }).first().click()
    const toast = page.locator('.toast')
    await toast.waitFor()
    const [low, bar] = [await toast.boundingBox(), await page.locator('.nav').boundingBox()]
    expect((low?.y ?? 0) + (low?.height ?? 0)).toBeLessThan(bar?.y ?? 0)
    expect((low?.x ?? 0) + (low?.width ?? 0)).toBeLessThanOrEqual(390)
    await hub.picture(page, 'phone-told')
    await page.context().close()
  })
})
