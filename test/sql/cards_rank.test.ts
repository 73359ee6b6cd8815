import { expect } from 'vitest'
import { evaluate } from '../../src/siblings/feature_table/hand_rank.ts'
import { test } from '../support/database.ts'
import { type Random, seeded } from '../support/random.ts'

const deck = [...'23456789TJQKA'].flatMap((rank) => [...'cdhs'].map((suit) => rank + suit))

/** Cards from a few ranks or suits only, so that straights, flushes and quads are not rare. */
function deal(random: Random): string[] {
  const narrow = [
    () => true,
    (card: string) => 'TJQKA'.includes(card[0] ?? ''),
    (card: string) => '2345A'.includes(card[0] ?? ''),
    (card: string) => card[1] === 'h' || card[0] === 'A',
    (card: string) => '789T'.includes(card[0] ?? ''),
  ]
  const left = deck.filter(random.of(narrow))
  return Array.from({ length: 7 }, () => left.splice(random.below(left.length), 1)[0] as string)
}

test('ranks as an evaluator of its own does, over thousands of deals of every kind', async ({ tx }) => {
  const random = seeded(5)
  const deals = Array.from({ length: 6000 }, () => deal(random))
  const { rows } = await tx.query(
    `select hub.cards_rank(string_to_array(d, ' ')) as rank from unnest($1::text[]) with ordinality as t (d, n) order by n`,
    [deals.map((cards) => cards.join(' '))],
  )
  const expected = deals.map((cards) => evaluate(cards).rank)
  expect(rows.map((row) => row.rank)).toEqual(expected)
  expect(new Set(expected).size).toBe(10)
})

test.for([
  ['As Ks Qs Js Ts', 'royal_flush'],
  ['5d 4d 3d 2d Ad', 'straight_flush'],
  ['9h 9c 9d 9s 2c 2d', 'four_of_a_kind'],
  ['9h 9c 9d 2s 2c 2d', 'full_house'],
  ['Kh Th 8h 4h 2h Kc', 'flush'],
  ['5d 4c 3d 2d Ad', 'straight'],
  ['7d 7c 7h 2d Ad', 'three_of_a_kind'],
  ['7d 7c 2h 2d Ad Ac', 'two_pair'],
  ['7d 7c 3h 2d Ad', 'one_pair'],
  ['Qd Kc Ah 2d 3d', 'high_card'],
])('knows five and six cards: %s is %s', async ([cards, rank], { tx }) => {
  const { rows } = await tx.query(`select hub.cards_rank(string_to_array($1, ' ')) as rank`, [cards])
  expect(rows).toEqual([{ rank }])
})

test('is null for what is no hand', async ({ tx }) => {
  const none = [
    '{}',
    '{As,Ks,Qs,Js}',
    '{As,As,Qs,Js,Ts}',
    '{As,Ks,Qs,Js,1s}',
    '{As,Ks,Qs,Js,s2}',
    '{As,Ks,Qs,Js,null}',
    null,
  ]
  for (const cards of none) {
    expect((await tx.query('select hub.cards_rank($1) as rank', [cards])).rows).toEqual([{ rank: null }])
  }
  const eight = '{As,Ks,Qs,Js,Ts,2c,2d,2h}'
  expect((await tx.query('select hub.cards_rank($1) as rank', [eight])).rows).toEqual([{ rank: null }])
})
