import { expect } from 'vitest'
import { createHubApp, type HubAppOptions } from '../../src/http/app.ts'
import { ImportReport } from '../../src/http/schemas/imports.ts'
import { importFiles } from '../../src/siblings/sub/import.ts'
import { everything, sampleFiles, samples } from '../siblings/sub/support.ts'
import { test as base } from '../support/database.ts'
import { ann, audit, vera } from './act_support.ts'
import { keptLog, ready } from './support.ts'

type Given = Awaited<ReturnType<HubAppOptions['identify']>>
type Send = (path: string, init: RequestInit) => Promise<{ status: number; body: Body }>
// biome-ignore lint/suspicious/noExplicitAny: bodies are looked into
type Body = any

const test = base
  .extend('as', async ({ database: { db } }) => {
    return (identity: Given): Send => {
      const app = createHubApp({
        db,
        readiness: () => ready,
        log: keptLog([]),
        identify: async () => identity,
        importCsv: (files, options) => importFiles(db, files, options),
      })
      return async (path, init) => {
        const answer = await app.request(path, { method: 'POST', ...init })
        return { status: answer.status, body: await answer.json() }
      }
    }
  })
  .extend('send', async ({ as }) => as(ann))

const path = '/api/imports/csv'
const csv = (text: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): RequestInit => ({
  body: text,
  headers: { 'content-type': 'text/csv', ...headers },
})
const tournaments = 'tournament_number,name,buy_in,current_level\nE1,One,1500,3\nE2,Two,500,x\n'

test('a body of text/csv is imported, with what the query declares', async ({ send, client }) => {
  const good = tournaments.replace(',x', ',4')
  const done = await send(`${path}?unit=dollars&name=level.csv&reason=level+end`, csv(good))
  expect(done).toMatchObject({
    status: 200,
    body: {
      stored: true,
      files: [{ name: 'level.csv', kind: 'tournaments', dialect: '1', inserted: 2 }],
      rows: [{ row: 2, outcome: 'inserted', subject: 'tournament:E1' }, { row: 3 }],
    },
  })
  expect(ImportReport.strict().parse(done.body)).toEqual(done.body)
  expect((await client.query('select event_code, buy_in from public.tournaments order by 1')).rows).toEqual([
    { event_code: 'E1', buy_in: '1500' },
    { event_code: 'E2', buy_in: '500' },
  ])
  const { rows } = await client.query('select max(id) as id from hub.imports')
  expect(await audit(client, `import:${rows[0].id}`)).toMatchObject([{ actor: 'ann', reason: 'level end' }])
  const again = await send(`${path}?unit=dollars`, csv(good))
  expect(again).toMatchObject({ status: 200, body: { files: [{ name: 'body', unchanged: 2 }] } })
})

test('refused rows: 422 with the place of each, nothing stored; partial stores the others', async ({
  send,
  client,
}) => {
  const before = await everything(client)
  const refused = await send(`${path}?unit=dollars&name=a.csv`, csv(tournaments))
  expect(refused).toMatchObject({
    status: 422,
    body: {
      code: 'UB422',
      errors: [
        { path: 'a.csv, row 3, current_level', message: expect.stringMatching(/"x" is no whole number/) },
      ],
      request_id: expect.any(String),
    },
  })
  expect(await send(path, csv(tournaments))).toMatchObject({ status: 422 }) // no unit
  const preview = await send(`${path}?unit=dollars&preview=true`, csv(tournaments))
  expect(preview).toMatchObject({
    status: 200,
    body: { stored: false, preview: true, files: [{ refused: 1 }] },
  })
  expect(await everything(client)).toEqual(before)
  const partial = await send(`${path}?unit=dollars&partial=true`, csv(tournaments))
  expect(partial).toMatchObject({ status: 200, body: { stored: true, files: [{ inserted: 1, refused: 1 }] } })
})

test('a form brings several files and their fields, one import of all', async ({ send, client }) => {
  const form = new FormData()
  for (const { name, bytes } of await sampleFiles(samples['1'])) {
    form.append('file', new File([Uint8Array.from(bytes)], name))
  }
  form.append('unit', 'dollars')
  form.append('reason', 'before the day')
  const done = await send(path, { body: form })
  expect(done).toMatchObject({ status: 200, body: { stored: true, files: { length: 5 } } })
  expect((await client.query('select from public.tournaments')).rowCount).toBe(2)
  const korean = new FormData()
  const bytes = Uint8Array.from([...Buffer.from('tournament_number,name\nE9,'), 0xb0, 0xa1, 0x0a])
  korean.append('file', new File([bytes], 'k.csv'))
  expect(await send(path, { body: korean })).toMatchObject({
    status: 200,
    body: { files: [{ encoding: 'CP949' }], notes: [expect.stringMatching(/k\.csv is not UTF-8/)] },
  })
  expect((await client.query(`select name from public.tournaments where event_code = 'E9'`)).rows).toEqual([
    { name: '가' },
  ])
  const key = { 'idempotency-key': 'once' }
  const twice = async () => send(`${path}?unit=dollars`, csv(tournaments.replace(',x', ',4'), key))
  expect(await twice()).toEqual(await twice())
})

test('what is no import is refused in words', async ({ send }) => {
  const form = (fill: (form: FormData) => void): RequestInit => {
    const body = new FormData()
    fill(body)
    return { body }
  }
  const file = new File(['name,chips\nA,1\n'], 'a.csv')
  for (const [query, init, status] of [
    ['', { body: '{}', headers: { 'content-type': 'application/json' } }, 415],
    ['', {}, 415],
    ['', csv(''), 422],
    ['', csv('\u0000\u0000'), 422],
    ['', csv(Uint8Array.of(0x50, 0x4b, 3, 4)), 422],
    ['', csv('a'.repeat(900_000)), 422],
    ['', csv('"'.repeat(100_001)), 422],
    ['?unit=pounds', csv(tournaments), 400],
    ['?preview=perhaps', csv(tournaments), 400],
    ['?tournament=%00', csv(tournaments), 400],
    ['?reason=%20', csv(tournaments), 400],
    ['', form(() => {}), 400],
    ['', form((body) => body.append('file', 'text')), 400],
    ['', form((body) => Array.from({ length: 21 }, () => body.append('file', file))), 400],
    [
      '',
      form((body) => {
        body.append('file', file)
        body.append('unit', 'pounds')
      }),
      400,
    ],
    ['', { body: 'no form', headers: { 'content-type': 'multipart/form-data; boundary=x' } }, 400],
    ['', { body: 'no form', headers: { 'content-type': 'multipart/form-data' } }, 400],
  ] as const) {
    const answer = await send(path + query, init)
    expect({ query, status: answer.status, code: answer.body.code }).toEqual({
      query,
      status,
      code: expect.stringMatching(/^(UB|HTTP)\d{3}$/),
    })
  }
})

test('for operators: a viewer and nobody are refused before the file is read', async ({ as, client }) => {
  const body = csv(tournaments.replace(',x', ',4'))
  expect(await as(vera)(`${path}?unit=dollars`, body)).toMatchObject({ status: 403 })
  expect(await as(null)(`${path}?unit=dollars`, body)).toMatchObject({ status: 401 })
  expect((await client.query('select from public.tournaments')).rowCount).toBe(0)
})

test('a hub without a way to import says so', async ({ database: { db } }) => {
  const app = createHubApp({ db, readiness: () => ready, log: keptLog([]), identify: async () => ann })
  const answer = await app.request(path, { method: 'POST', ...csv(tournaments) })
  expect({ status: answer.status, body: await answer.json() }).toMatchObject({
    status: 503,
    body: { title: 'this hub takes no imports' },
  })
})

test('a file of 8 MB comes in whole; more than 10 MB is refused, and so is 1 MB elsewhere', async ({
  send,
  client,
}) => {
  await send(`${path}?unit=dollars`, csv(tournaments.replace(',x', ',4').replace('E1,One', 'E1,하나')))
  const head = 'tournament_number,player_name,chips\n'
  const rows = Array.from({ length: 60_000 }, (_, n) => `E1,Player ${n} ${'x'.repeat(100)},${n}\n`).join('')
  expect(await send(path, csv(head + rows))).toMatchObject({ status: 200, body: { stored: true } })
  const { rows: stored } = await client.query('select count(*)::int from hub.tournament_players')
  expect(stored).toEqual([{ count: 60_000 }])
  expect(await send(path, csv(head + rows + 'x'.repeat(4 * 1024 * 1024)))).toMatchObject({ status: 413 })
  const json = { 'content-type': 'application/json' }
  const large = JSON.stringify('x'.repeat(2 * 1024 * 1024))
  expect(await send('/api/hands', { body: large, headers: json })).toMatchObject({ status: 413 })
}, 60_000)

/** One file whose rows are wrong in every way a person meets, and what is said of them that is no name of a column. */
const wrong = `tournament_number,name,buy_in,current_level,remaining_players,total_entries,status,start_date,odd
E1,=SUM(A1),1500,3,1,2,running,,
E2,Two,-5,x,1,2,running,,
E3,Three,12.5,3,9,2,asleep,yesterday,
E4,#REF!,1,99999999999,1,2,running,,
E4,Four,1,4,1,2,running,,
E4,Five,1,4,1,2,running,,
`

test('rows that are refused, notes and what was passed over are told in Korean', async ({ send }) => {
  const korean = { 'accept-language': 'ko' }
  const refused = await send(`${path}?preview=true&unit=dollars&name=level.csv`, csv(wrong, korean))
  expect(refused.status).toBe(200)
  const report = ImportReport.parse(refused.body)
  const whys = report.rows.flatMap(({ why }) => (why === null ? [] : [why]))
  expect(whys.length).toBeGreaterThan(7)
  expect(whys.filter((why) => !/[가-힣]/.test(why))).toEqual([])
  expect(whys).toContain('"=SUM(A1)"은(는) 수식입니다. 값으로 붙여 넣으세요')
  expect(whys).toContain('6행과 같은 것을 다르게 말합니다. 하나만 남기세요')
  expect(report.notes).toContain('level.csv 모르는 열은 뺐습니다: odd')
  expect(report.notes.filter((note) => !/[가-힣]/.test(note))).toEqual([])

  const lost = 'tournament_number,player_name,chips\nE99,KIM,1500\n'
  expect((await send(`${path}?name=chips.csv`, csv(lost, korean))).body).toMatchObject({
    title: '거절된 행이 있어 아무것도 저장되지 않았습니다',
    detail: '파일 1개에서 1행이 거절됨',
    errors: [{ message: '그런 대회가 없습니다. 대회를 먼저 가져오거나 번호를 고치세요' }],
  })
  const bare = await send(`${path}?preview=true`, csv('name,current_level\nMain,3\n', korean))
  expect(bare.body.notes).toEqual([
    'tournament:Main: 레벨 3인데 블라인드 구조가 없습니다. 구조를 가져오기 전에 바뀐 레벨은 그래픽이 나오지 않습니다',
  ])
})
