import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { aHand, anInstruction, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { footage } from '../support/footage.ts'
import { refusalOf } from '../support/refusal.ts'

const leaderboard = {
  name: 'leaderboard',
  composition: 'Leaderboard',
  project: 'file:///D:/wsop.aep',
  slots: 3,
  required_layers: [{ name: 'Name {n}', kind: 'text' }],
  optional_layers: [
    { name: 'Chips {n}', kind: 'number' },
    { name: 'Flag {n}', kind: 'image' },
  ],
}

async function load(client: Client, templates: object[], remove = false): Promise<object[]> {
  const { rows } = await client.query(`select * from hub.save_templates($1, 'ann', 'day 2', $2)`, [
    JSON.stringify(templates),
    remove,
  ])
  return rows
}

const order = (client: Client, layers: object, template_name = 'leaderboard') =>
  insert(client, 'render_instructions', anInstruction({ template_name, layer_data_json: layers }))

async function faultsOf(client: Client, id: string): Promise<string[]> {
  const { rows } = await client.query(
    `select doc -> 'faults' as faults from hub.events where kind = 'instruction.doubtful' and subject = 'instruction:' || $1`,
    [id],
  )
  return rows[0]?.faults ?? []
}

describe('save_templates', () => {
  test('adds, changes, leaves alone, removes; audited', async ({ tx }) => {
    const seeds = (await tx.query('select name from hub.templates')).rowCount ?? 0
    expect(await load(tx, [leaderboard])).toEqual([{ name: 'leaderboard', outcome: 'added' }])
    expect(await load(tx, [leaderboard])).toEqual([{ name: 'leaderboard', outcome: 'same' }])
    expect(await load(tx, [{ ...leaderboard, slots: 9 }])).toEqual([
      { name: 'leaderboard', outcome: 'changed' },
    ])
    const removed = await load(tx, [leaderboard], true)
    expect(removed.filter((row) => (row as { outcome: string }).outcome === 'removed')).toHaveLength(seeds)
    const { rows } = await tx.query(
      `select actor, reason from hub.actions where verb = 'save_templates' limit 1`,
    )
    expect(rows).toEqual([{ actor: 'ann', reason: 'day 2' }])
    const listed = await tx.query(`select doc from hub.list_templates()`)
    expect(listed.rows).toMatchObject([
      { doc: { name: 'leaderboard', project: leaderboard.project, paused: false } },
    ])
  })

  for (const wrong of [
    {},
    [1],
    [{ name: ' ', composition: 'x' }],
    [{ name: 'x' }],
    [leaderboard, leaderboard],
  ]) {
    test(`refuses ${JSON.stringify(wrong).slice(0, 60)}`, async ({ client }) => {
      const refusal = await refusalOf(client, `select * from hub.save_templates($1, 'ann', 'why')`, [
        JSON.stringify(wrong),
      ])
      expect(refusal).toMatchObject({ code: expect.stringMatching(/^UB4(00|22)$/), hint: expect.any(String) })
    })
  }
})

describe('preflight', () => {
  const cases: [what: string, layers: object, template: string, faults: string[]][] = [
    ['what fits', { 'Name 1': '김민수', 'Chips 1': '1,500,000', 'Flag 1': 'kr.png' }, 'leaderboard', []],
    [
      'numbers as people write them',
      { 'Name 1': 'A', 'Chips 1': 75, 'Chips 2': '75K', 'Chips 3': '$6,860' },
      'leaderboard',
      [],
    ],
    ['an unknown template', {}, 'nobody', ['the catalogue does not have it']],
    ['a required layer is missing', { 'Name 2': 'B' }, 'leaderboard', ['required layer "Name 1" is missing']],
    ['a required layer is blank', { 'Name 1': '  ' }, 'leaderboard', ['required layer "Name 1" is missing']],
    [
      'too many rows',
      { 'Name 1': 'A', 'Name 4': 'D' },
      'leaderboard',
      ['too many rows: "Name 4", the template has 3'],
    ],
    [
      'a wrong kind',
      { 'Name 1': 'A', 'Chips 1': 'many' },
      'leaderboard',
      ['layer "Chips 1" must be number, not "many"'],
    ],
    ['a list', { 'Name 1': ['A'] }, 'leaderboard', ['layer "Name 1" must be text, not ["A"]']],
    [
      'an image that is a number',
      { 'Name 1': 'A', 'Flag 1': 5 },
      'leaderboard',
      ['layer "Flag 1" must be image, not 5'],
    ],
    [
      'a layer it does not have',
      { 'Name 1': 'A', Nmae: 'B' },
      'leaderboard',
      ['the template has no layer "Nmae"'],
    ],
  ]
  for (const [what, layers, template, faults] of cases) {
    test(`${what}: stored, and told by template_faults`, async ({ tx }) => {
      await load(tx, [leaderboard])
      expect(await faultsOf(tx, await order(tx, layers, template))).toEqual(faults)
    })
  }

  test('a file that the worker will not take is told, every other is not', async ({ tx }) => {
    await load(tx, [leaderboard])
    const told = (path: string) => order(tx, { 'Name 1': 'A', 'Flag 1': path }).then((id) => faultsOf(tx, id))
    for (const path of [...footage.good, '', ' ']) expect(await told(path), path).toEqual([])
    for (const path of footage.bad) {
      const shown = JSON.stringify(path)
      expect(await told(path), path).toEqual([
        `layer "Flag 1" must be a path inside the assets folder, not ${shown}`,
      ])
    }
    const asText = await order(tx, { 'Name 1': 'http://evil/x.png' })
    expect(await faultsOf(tx, asText)).toEqual([])
  })

  test('says nothing before a catalogue is loaded, or when it is off', async ({ tx }) => {
    expect(await faultsOf(tx, await order(tx, {}, 'nobody'))).toEqual([])
    await load(tx, [leaderboard])
    await tx.query(`select hub.change_setting('template.preflight', '"off"', 'ann', 'rehearsal')`)
    expect(await faultsOf(tx, await order(tx, {}, 'nobody'))).toEqual([])
  })

  test('warns the client', async ({ client }) => {
    await load(client, [leaderboard])
    const said: string[] = []
    client.on('notice', (notice) => said.push(notice.message ?? ''))
    await order(client, {})
    expect(said).toEqual([
      expect.stringContaining('does not fit template "leaderboard": required layer "Name 1"'),
    ])
  })

  test('refuses by setting, and then nothing of the statement is stored', async ({ client }) => {
    await load(client, [leaderboard])
    await client.query(`select hub.change_setting('template.preflight', '"refuse"', 'ann', 'on air')`)
    expect(await refusalOf(client, () => order(client, {}))).toMatchObject({
      code: 'UB422',
      message: expect.stringContaining('required layer "Name 1" is missing'),
      hint: expect.stringContaining('hub.templates'),
    })
    expect((await client.query('select from render_instructions')).rowCount).toBe(0)
    await order(client, { 'Name 1': 'A' })
  })

  test('refusing never fails a hand: the rule fails, and the hand is stored', async ({ client }) => {
    await load(client, [leaderboard], true)
    await client.query(`select hub.change_setting('template.preflight', '"refuse"', 'ann', 'on air')`)
    const cards = ['As', 'Ah', 'Ad', 'Ac', '2h']
    await insert(client, 'hands', aHand({ hand_rank: 'four_of_a_kind', community_cards_json: cards }))
    expect((await client.query('select from hands')).rowCount).toBe(1)
    expect(
      (await client.query(`select from hub.events where kind = 'rule.failed'`)).rowCount,
    ).toBeGreaterThan(0)
  })
})

test('the rules that come with the hub fit the templates that come with it', async ({ client }) => {
  const { rows } = await client.query(`
    select r.name, hub.template_faults(t, (select jsonb_object_agg(key, 'x') from jsonb_object_keys(r.layer_map) as key)) as faults
    from hub.render_rules as r left join hub.templates as t on t.name = r.template_name`)
  expect(rows.length).toBeGreaterThan(5)
  expect(rows.filter(({ faults }) => faults.length > 0)).toEqual([])
})
