import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { as, findings, findingsThatHold, queuedAt, simulation } from '../support/detecting.ts'

const kind = 'template_misfit'
const banner = {
  name: '탈락 배너',
  composition: 'Elimination',
  project: 'file:///D:/wsop.aep',
  required_layers: [{ name: 'Name' }],
  optional_layers: [{ name: 'Place', kind: 'number' }],
}

const load = (client: Client, ...templates: object[]) =>
  client.query(`select * from hub.save_templates($1, 'ann', 'day 2')`, [JSON.stringify(templates)])

const told = async (client: Client, at: string): Promise<unknown[]> =>
  (await findingsThatHold(client, kind, at)).map(({ subject, severity, title }) => [subject, severity, title])

test('what fits, what nobody compares, what was cancelled: nothing', async ({ client }) => {
  const clock = await simulation(client)
  await queuedAt(client, clock(0), { template_name: 'anything' })
  await load(client, banner)
  await queuedAt(client, clock(0), {
    template_name: banner.name,
    layer_data_json: { Name: '김민수', Place: 10 },
  })
  const id = await queuedAt(client, clock(0), { template_name: banner.name, layer_data_json: {} })
  await client.query(`select hub.cancel_instruction($1, 'ann', 'wrong')`, [id])
  expect(await findings(client, kind, clock(1))).toEqual([])
})

test('one finding per template, in both languages, with what is wrong and which instructions', async ({
  client,
}) => {
  const clock = await simulation(client)
  await load(client, banner)
  const ids: number[] = []
  for (const [second, layers] of [{}, { Name: ' ' }, { Name: 'KIM', Place: 'tenth' }].entries()) {
    const job = { template_name: banner.name, layer_data_json: layers }
    ids.push(Number(await queuedAt(client, clock(second), job)))
  }
  const lost = Number(await queuedAt(client, clock(0), { template_name: 'nobody', layer_data_json: {} }))
  const found = await findingsThatHold(client, kind, clock(5))
  expect(found).toMatchObject([
    {
      subject: 'template:nobody',
      severity: 'warning',
      title: 'The catalogue has no template "nobody": 1 instruction',
      title_ko: '템플릿 목록에 "nobody" 없음: 작업 1건',
      members: { instructions: [lost], total: 1 },
    },
    {
      subject: 'template:탈락 배너',
      severity: 'warning',
      title:
        '3 instructions for template "탈락 배너" with data that do not fit: layer "Place" must be number, not "tenth"',
      title_ko: '템플릿 "탈락 배너"에 맞지 않는 작업 3건: 레이어 "Place"의 값 "tenth", number 형식이어야 함',
      members: { instructions: ids, total: 3 },
    },
  ])
  expect(found[1]?.since.toISOString()).toBe(clock(0))
})

test('only layers that it does not have: info', async ({ client }) => {
  const clock = await simulation(client)
  await load(client, banner)
  await queuedAt(client, clock(0), {
    template_name: banner.name,
    layer_data_json: { Name: 'KIM', Nmae: 'x' },
  })
  expect(await told(client, clock(1))).toEqual([
    [
      'template:탈락 배너',
      'info',
      '1 instruction for template "탈락 배너" with data that do not fit: the template has no layer "Nmae"',
    ],
  ])
})

test('ends when the catalogue fits, after the window, when a person decided, when nobody looks', async ({
  client,
}) => {
  const clock = await simulation(client)
  await load(client, banner)
  const wrong = { template_name: banner.name, layer_data_json: { Place: 1 } }
  await queuedAt(client, clock(0), wrong)
  expect(await findings(client, kind, clock(3599))).toHaveLength(1)
  expect(await findings(client, kind, clock(3601))).toEqual([])

  await load(client, { ...banner, required_layers: [] })
  await client.query(`update render_instructions set layer_data_json = '{}'`) // a correction counts, too
  expect(await findings(client, kind, clock(1))).toEqual([])
  await load(client, banner)
  expect(await findings(client, kind, clock(1))).toHaveLength(1)

  await client.query(`select hub.change_setting('template.preflight', '"off"', 'ann', 'rehearsal')`)
  expect(await findings(client, kind, clock(1))).toEqual([])
  await client.query(`select hub.change_setting('template.preflight', '"warn"', 'ann', 'on air')`)

  await as(client, clock(2), () => client.query('select * from hub.detect()'))
  const { rows } = await client.query(`select id, state from monitoring_events where kind = $1`, [kind])
  expect(rows).toMatchObject([{ state: 'firing' }])
  await as(client, clock(3), () =>
    client.query(`select hub.resolve_event($1, 'ann', 'it is meant so')`, [rows[0].id]),
  )
  expect(await findings(client, kind, clock(4))).toEqual([])
  await queuedAt(client, clock(5), wrong)
  expect(await findings(client, kind, clock(6))).toHaveLength(1)
})

test('each fault has its words in Korean', async ({ tx }) => {
  const { rows } = await tx.query(
    `select fault, hub.told_fault_ko(fault) as ko from unnest(hub.template_faults(
      jsonb_populate_record(null::hub.templates, $1), '{"Place": [1], "X": "y", "Row 9": 1, "Flag": "/x.png"}')) as fault`,
    [
      {
        ...banner,
        slots: 2,
        optional_layers: [...banner.optional_layers, { name: 'Row {n}' }, { name: 'Flag', kind: 'image' }],
      },
    ],
  )
  expect(rows).toEqual([
    { fault: 'required layer "Name" is missing', ko: '필수 레이어 "Name" 없음' },
    {
      fault: 'layer "Flag" must be a path inside the assets folder, not "/x.png"',
      ko: '레이어 "Flag"의 값 "/x.png", 소재 폴더 안의 경로여야 함',
    },
    { fault: 'layer "Place" must be number, not [1]', ko: '레이어 "Place"의 값 [1], number 형식이어야 함' },
    { fault: 'the template has no layer "X"', ko: '템플릿에 없는 레이어 "X"' },
    { fault: 'too many rows: "Row 9", the template has 2', ko: '행이 너무 많음(템플릿은 2행): "Row 9"' },
  ])
})
