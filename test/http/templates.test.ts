import { describe, expect } from 'vitest'
import { createHubApp, type HubAppOptions } from '../../src/http/app.ts'
import { parseCatalogue } from '../../src/siblings/ae/catalogue.ts'
import { loadCatalogue } from '../../src/siblings/ae/load_catalogue.ts'
import { test as base } from '../support/database.ts'
import { ann, audit, root, vera } from './act_support.ts'
import { keptLog, ready } from './support.ts'

type Given = Awaited<ReturnType<HubAppOptions['identify']>>
// biome-ignore lint/suspicious/noExplicitAny: bodies are looked into
type Answer = { status: number; body: any }
type Ask = (query: string, init?: RequestInit) => Promise<Answer>

const test = base.extend('as', async ({ database: { db } }) => {
  return (identity: Given): Ask => {
    const app = createHubApp({
      db,
      readiness: () => ready,
      log: keptLog([]),
      identify: async () => identity,
      loadTemplates: (text, options) =>
        loadCatalogue(db, parseCatalogue(text, options.name).templates, options),
    })
    return async (query, init) => {
      const answer = await app.request(`/api/templates${query}`, init)
      return { status: answer.status, body: await answer.json() }
    }
  }
})

const yaml = `
templates:
  - name: 탈락 배너
    project: file:///D:/wsop.aep
    composition: Elimination
    layers: [{ name: Name, required: true }, { name: Place, kind: number }]
    output: { format: mov_alpha }
`

const sent = (
  body: string | Uint8Array<ArrayBuffer>,
  type = 'application/yaml',
  headers = {},
): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': type, ...headers },
})

test('a YAML file is loaded, listed, audited; instructions are compared with it from then on', async ({
  as,
  client,
}) => {
  const ask = as(root)
  expect(await ask('?reason=day+2', sent(yaml))).toEqual({
    status: 200,
    body: { items: [{ name: '탈락 배너', outcome: 'added' }] },
  })
  const { body } = await ask('')
  expect(body.items.find(({ name }: { name: string }) => name === '탈락 배너')).toMatchObject({
    composition: 'Elimination',
    project: 'file:///D:/wsop.aep',
    required_layers: [{ name: 'Name', kind: 'text' }],
    optional_layers: [{ name: 'Place', kind: 'number' }],
    output_defaults: { format: 'mov_alpha' },
  })
  expect(await audit(client, 'templates')).toMatchObject([
    { actor: 'root', verb: 'save_templates', reason: 'day 2' },
  ])
  await client.query(`insert into render_instructions (template_name) values ('탈락 배너')`)
  expect((await client.query('select faults from hub.misfits')).rows).toEqual([
    { faults: ['required layer "Name" is missing'] },
  ])
})

test('the same as JSON; what the file does not have stays, unless remove says otherwise; once by its key', async ({
  as,
}) => {
  const ask = as(root)
  await ask('', sent(yaml))
  const json = JSON.stringify({ templates: [{ name: 'a', project: 'file:///a.aep', composition: 'A' }] })
  const keyed = sent(json, 'application/json; charset=utf-8', { 'idempotency-key': 'one' })
  const first = await ask('', keyed)
  expect(first).toEqual({ status: 200, body: { items: [{ name: 'a', outcome: 'added' }] } })
  expect(await ask('', keyed)).toEqual(first)
  const { body } = await ask('?remove=true', sent(json, 'application/json'))
  expect(body.items).toContainEqual({ name: '탈락 배너', outcome: 'removed' })
  expect(body.items).toContainEqual({ name: 'a', outcome: 'same' })
})

describe('refused, and nothing is stored', () => {
  const bomb = `a: &a [x,x]\n${[...'bcdefghijklmn'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefghijklm'[i]}`)}]`).join('\n')}`
  const wrong: [what: string, status: number, init: RequestInit, said: RegExp][] = [
    ['no catalogue', 422, sent('templates: []'), /templates/],
    ['no YAML', 422, sent('templates: ['), /wsop.yaml is neither YAML nor JSON/],
    ['aliases that grow without end', 422, sent(bomb), /neither YAML nor JSON/],
    ['a name twice', 422, sent(yaml + yaml.split('\n').slice(2).join('\n')), /stands twice/],
    ['U+0000', 422, sent(yaml.replace('Elimination', '"Elim\\0"')), /U\+0000/],
    ['a name that is too long', 422, sent(yaml.replace('탈락 배너', 'x'.repeat(101))), /templates\.0\.name/],
    ['nothing', 422, sent(''), /not a catalogue/],
    ['no UTF-8', 400, sent(new Uint8Array([0xff, 0xfe, 0x41, 0x00])), /UTF-8/],
    ['a picture', 415, sent('x', 'image/png'), /./],
    ['more than 1 MB', 413, sent(`# ${'x'.repeat(1024 * 1024)}\n${yaml}`), /./],
  ]
  for (const [what, status, init, said] of wrong) {
    test(what, async ({ as, client }) => {
      const before = await client.query('select * from hub.templates order by name')
      const refused = await as(root)('?name=wsop.yaml', init)
      expect(refused).toMatchObject({ status, body: { hint: expect.stringMatching(/./) } })
      expect(`${refused.body.title} ${refused.body.detail}`).toMatch(said)
      expect((await client.query('select * from hub.templates order by name')).rows).toEqual(before.rows)
    })
  }

  test('from who is no admin, and by a hub that cannot read one', async ({ as, database: { db } }) => {
    for (const who of [ann, vera]) expect((await as(who)('', sent(yaml))).status).toBe(403)
    const app = createHubApp({ db, readiness: () => ready, log: keptLog([]), identify: async () => root })
    expect((await app.request('/api/templates', sent(yaml))).status).toBe(503)
  })
})
