import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { anInstruction, insert } from '../support/builders.ts'
import { randomOf } from './random.ts'
import { desk, noBrowser } from './support.ts'

const clicks = 1000
const updates = 10_000

describe.skipIf(noBrowser)('under the hand', () => {
  const hub = desk(async (sql) => {
    for (let n = 0; n < 60; n++) {
      await insert(sql, 'render_instructions', anInstruction({ priority: 2 + (n % 8) }))
    }
  })

  test('1 000 clicks under 10 000 random changes: never another row than the one that was seen', {
    timeout: 150_000,
  }, async () => {
    const page = await hub.open('/queue', { lang: 'en' })
    await page.locator('[data-id]').nth(10).waitFor()
    const client = new Client({ connectionString: hub.database })
    await client.connect()
    const random = randomOf(7)
    let done = 0
    // What moves rows most: priorities, new rows, rows that go.
    const storm = (async () => {
      while (done < updates) {
        const n = Math.min(100, updates - done)
        const kind = random(10)
        if (kind === 0) {
          await client.query(
            `insert into render_instructions (template_name, layer_data_json, priority) values ('at_risk', '{}', $1)`,
            [1 + random(9)],
          )
          done += 1
        } else {
          await client.query(
            `update render_instructions set priority = 1 + (id * $1 + $2) % 9 where id in (
               select id from render_instructions where status = 'pending' order by id desc offset $3 limit $4)`,
            [1 + random(7), random(9), random(20), n],
          )
          done += n
        }
        await new Promise((next) => setTimeout(next, 120))
      }
    })()
    // Within the page: a person who sees a row, waits 300 ms and clicks where it was.
    const { wrong, counted } = await page.evaluate(async (count) => {
      const sleep = (ms: number) => new Promise((next) => setTimeout(next, ms))
      const box = document.querySelector('.grid-box') as HTMLElement
      const found: string[] = []
      let counted = 0
      const enter = (): void => {
        box.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))
      }
      const leave = (): void => {
        box.dispatchEvent(new PointerEvent('pointerout', { bubbles: true, relatedTarget: document.body }))
      }
      for (let n = 0; n < count; n++) {
        const fast = n % 10 !== 0
        if (!fast) {
          dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape' }))
          leave()
          await sleep(60)
        }
        enter()
        const rows = [...document.querySelectorAll<HTMLElement>('[data-id]')].slice(0, 15)
        const target = rows[n % rows.length] as HTMLElement
        const seen = target.dataset.id
        const { x, y, height } = target.getBoundingClientRect()
        await sleep(fast ? 20 : 320)
        const under = document.elementFromPoint(x + 40, y + height / 2)
        under?.dispatchEvent(
          new MouseEvent('click', { bubbles: true, clientX: x + 40, clientY: y + height / 2 }),
        )
        await sleep(16)
        const chosen = [...document.querySelectorAll<HTMLElement>('[aria-selected=true]')].map(
          (row) => row.dataset.id,
        )
        if (!fast && chosen[0] === seen) counted += 1
        // Refused because it had just moved is right; another row is not.
        if (chosen.length > 1 || (chosen.length === 1 && chosen[0] !== seen && !fast))
          found.push(`${seen}: ${chosen}`)
        if (
          fast &&
          chosen.length === 1 &&
          chosen[0] !== seen &&
          under?.closest<HTMLElement>('[data-id]')?.dataset.id !== seen
        ) {
          found.push(`moved under the hand: ${seen}: ${chosen}`)
        }
      }
      return { wrong: found, counted }
    }, clicks)
    await storm
    await client.end()
    expect(wrong).toEqual([])
    // Clicks that were meant as people mean them did choose a row.
    expect(counted).toBeGreaterThan(clicks / 20)
    expect(done).toBe(updates)
    expect(hub.complaints()).toEqual([])
    await page.context().close()
  })

  test('a click right after the list was moved as a whole counts for nothing', async () => {
    const page = await hub.open('/queue?tab=waiting', { lang: 'en' })
    const row = page.locator('[data-id]').nth(5)
    await row.hover()
    await page.waitForTimeout(500)
    const chosen = await page.evaluate(async () => {
      const frame = () => new Promise((next) => requestAnimationFrame(next))
      const seen = document.querySelectorAll<HTMLElement>('[data-id]')[5] as HTMLElement
      const { left, top } = seen.getBoundingClientRect()
      // A longer title above: everything below it goes down by a row.
      ;(document.querySelector('.status') as HTMLElement).style.paddingBottom = '40px'
      await frame()
      await frame()
      document
        .elementFromPoint(left + 20, top + 5)
        ?.closest<HTMLElement>('[data-id]')
        ?.click()
      await frame()
      return document.querySelectorAll('[aria-selected=true]').length
    })
    expect(chosen).toBe(0)
    await page.getByText('This row has just moved').waitFor()
    await page.context().close()
  })
})
