import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { root } from '../support/checkout.ts'
import { test as base } from '../support/database.ts'
import { makeLogin } from '../support/logins.ts'
import { runPsql } from '../support/psql.ts'

const folder = join(root, 'sql', 'samples')

/** What the last statement of each has to show. */
const shown: Readonly<Record<string, RegExp>> = {
  'be_a_worker.sql': /example\.mov/,
  'pause_rendering.sql': /"resumed_by":"ann"/,
  'replay_a_hand.sql': /"kind":"hand\.recorded"/,
  'tell_a_hands_story.sql': /"kind":"recorded"/,
}

const cards = { hand_rank: 'four_of_a_kind', community_cards_json: ['As', 'Ah', 'Ad', 'Ac', '2h'] }

base('every recipe has its test', async () => {
  const names = [...Object.keys(shown), 'let_a_pc_in.sql', 'shut_a_pc_out.sql']
  expect(await readdir(folder)).toEqual(names.sort())
})

base('a PC is let in, and shut out again with its sessions', async ({ url, client }) => {
  const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8')
  const pc = 'sample_render_pc_1'
  const own = new URL(url)
  own.username = pc
  own.password = 'change-me'
  const login = new Client({ connectionString: own.href })
  const ended = new Promise<Error>((done) => login.on('error', done))
  // roles belong to the whole server: a run that was killed must not fail this one
  await client.query(`drop role if exists ${pc}`)
  try {
    await runPsql(client, await text('let_a_pc_in.sql'))
    await login.connect()
    const { rows } = await login.query(`select hub.register_worker('pc-1', '{}', 'x/1 contract/1.0') as id`)
    expect(rows).toEqual([{ id: expect.any(String) }])
    await runPsql(client, await text('shut_a_pc_out.sql'))
    expect(await ended).toMatchObject({ code: '57P01' })
    expect((await client.query('select from pg_roles where rolname = $1', [pc])).rowCount).toBe(0)
  } finally {
    await login.end().catch(() => {}) // ended by the server
    await client.query(`drop role if exists ${pc}`)
  }
})

for (const [name, pattern] of Object.entries(shown)) {
  base(`${name} runs as it stands`, async ({ client }) => {
    await insert(client, 'hands', aHand(cards))
    const answers = await runPsql(client, await readFile(join(folder, name), 'utf8'))
    expect(JSON.stringify(answers.at(-1))).toMatch(pattern)
  })
}

// docs/siblings.md: ten lines for each, with no more rights than that sibling has.
const docs = await readFile(join(root, 'docs', 'siblings.md'), 'utf8')
const [ofHands, ofOrders, ofWorkers] = [...docs.matchAll(/^```sql\n([\s\S]*?)^```/gm)].map(
  ([, sql = '']) => sql,
)

const snippets: [who: string, role: string, sql: string | undefined, seen: RegExp][] = [
  ['automation_feature_table', 'hub_producer', ofHands, /"outcome":"inserted"/],
  ['automation_sub', 'hub_producer', ofOrders, /"id":/],
  ['automation_ae', 'hub_worker', ofWorkers, /"id":/],
]
for (const [who, role, sql, seen] of snippets) {
  base(`${who} by the lines of docs/siblings.md`, async ({ url, client }) => {
    await insert(client, 'render_instructions', {
      template_name: 'at_risk',
      layer_data_json: '{"Name 1": "KIM"}',
    })
    const login = await makeLogin(url, role)
    try {
      expect(JSON.stringify(await runPsql(await login.connect(), sql ?? ''))).toMatch(seen)
    } finally {
      await login.drop()
    }
    if (role === 'hub_worker') {
      expect((await client.query('select status from render_instructions')).rows).toEqual([
        { status: 'completed' },
      ])
    }
  })
}
