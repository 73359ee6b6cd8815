import { describe, expect, test } from 'vitest'
import { faultsOf } from './look.ts'
import { stage } from './stage.ts'
import { desk, eventually, noBrowser } from './support.ts'

describe.skipIf(noBrowser)('a hand that no capture brought', () => {
  const hub = desk(stage)

  test('is typed in, what cannot be is refused without losing a word', async () => {
    const page = await hub.open('/hands', { lang: 'ko' })
    await page.getByRole('button', { name: '핸드 직접 입력' }).click()
    const dialog = page.locator('dialog')
    const send = dialog.getByRole('button', { name: '입력', exact: true })
    await dialog.getByLabel('테이블').fill('table_7')
    await dialog.getByLabel('번호').fill('4711')
    await dialog.getByLabel('족보').selectOption('straight_flush')
    await dialog.getByLabel('승자').fill('김하늘')
    await dialog.getByLabel(/보드/).fill('10s, 9S 8s')
    for (const [n, name, cards] of [
      [0, '김하늘', 'JsXs'],
      [1, 'Ann', '9s 2c'],
    ] as const) {
      await dialog.getByRole('button', { name: '플레이어 추가' }).click()
      await dialog.getByLabel('플레이어', { exact: true }).nth(n).fill(name)
      await dialog.getByLabel('홀 카드').nth(n).fill(cards)
    }
    await dialog.getByLabel(/이유/).fill('리더기 고장')
    await dialog.getByText('"JsXs"은(는) 카드가 아닙니다').waitFor()
    expect(await send.isDisabled()).toBe(true)
    await dialog.getByLabel('홀 카드').first().fill('JsQs')
    expect(await faultsOf(page)).toEqual([])
    await send.click()
    await page.getByText('플레이어 2, 카드 1: 9s 카드가 두 번 있습니다').first().waitFor()
    await dialog.getByLabel('홀 카드').nth(1).fill('9c 2c')
    await send.click()

    const stored = async () =>
      (
        await hub.sql.query(
          `select id, source, hand_rank, winner, community_cards_json as board,
             jsonb_path_query_array(players_json, '$[*].hole_cards') as held
           from hands where table_id = 'table_7' and hand_number = 4711`,
        )
      ).rows[0]
    await eventually(stored, (row) => row !== undefined, 'the hand')
    const { id, ...hand } = await stored()
    expect(hand).toEqual({
      source: 'manual',
      hand_rank: 'straight_flush',
      winner: '김하늘',
      board: ['Ts', '9s', '8s'],
      held: [
        ['Js', 'Qs'],
        ['9c', '2c'],
      ],
    })
    await page.waitForURL(`**/hands/${id}`)
    await page.context().close()
  })
})
