import { spawnSync } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { layersOf, readCatalogue } from '../../../src/siblings/ae/catalogue.ts'
import { orderOf } from '../../../src/siblings/ae/nexrender/job_document.ts'
import { jobDocument, placeOf } from '../../../src/siblings/ae/nexrender/place.ts'
import type { Instruction } from '../../../src/siblings/ae/types.ts'
import { root } from '../../support/checkout.ts'
import { test as base } from '../../support/database.ts'
import { footage } from '../../support/footage.ts'
import { testWithFolder } from './support.ts'

const yaml = `
modules:
  mp4: { module: Lossless, extension: mov, encode: mp4 }
templates:
  - name: leaderboard
    project: file:///D:/wsop%20day.aep
    composition: Leaderboard
    slots: 2
    layers:
      - { name: "Name {n}", required: true }
      - { name: "Chips {n}", kind: number }
      - { name: "Flag {n}", kind: image, default: Flag/Unknown.png }
    output: { format: mov_alpha, duration_frames: 50 }
  - { name: 자막, project: "https://nas/a.aep", composition: any }
`

async function catalogueOf(folder: string, text = yaml) {
  const file = join(folder, 'templates.yaml')
  await writeFile(file, text)
  return readCatalogue(file)
}

async function orderFor(folder: string, changes: Partial<Record<keyof Instruction, unknown>>) {
  const { templates, modules } = await catalogueOf(folder)
  const job = {
    id: 7,
    attempt: 1,
    priority: 2,
    created_at: new Date(0),
    layer_data_json: { 'Name 1': 'KIM' },
    output_settings_json: {},
    ...changes,
  } as unknown as Instruction
  const template = templates.find(({ name }) => name === (changes.template_name ?? 'leaderboard'))
  if (!template) throw new Error('no such template')
  return { job, order: orderOf(job, template, { modules, assets: 'file:///D:/assets/' }) }
}

describe('a catalogue', () => {
  testWithFolder('has a layer for each slot, of which the first is required', async ({ out }) => {
    const { templates } = await catalogueOf(out)
    const [leaderboard] = templates
    if (!leaderboard) throw new Error('empty')
    expect(layersOf(leaderboard).map(({ name, required }) => [name, required])).toEqual([
      ['Name 1', true],
      ['Name 2', false],
      ['Chips 1', false],
      ['Chips 2', false],
      ['Flag 1', false],
      ['Flag 2', false],
    ])
  })

  const wrong: [what: string, text: string, said: RegExp][] = [
    ['no YAML', 'templates: [', /neither YAML nor JSON/],
    ['no templates', 'templates: []', /templates/],
    [
      'an unknown key',
      'templates: [{name: a, project: "file:///a", composition: b, colour: red}]',
      /templates\.0.*colour/,
    ],
    [
      'a name twice',
      `templates: [${'{name: a, project: "file:///a", composition: b},'.repeat(2)}]`,
      /stands twice/,
    ],
    [
      'a project that is a path',
      'templates: [{name: a, project: C, composition: b}]',
      /templates\.0\.project/,
    ],
    [
      'rows without slots',
      'templates: [{name: a, project: "file:///a", composition: b, layers: [{name: "X {n}"}]}]',
      /slots/,
    ],
    [
      'an unknown kind',
      'templates: [{name: a, project: "file:///a", composition: b, layers: [{name: x, kind: smell}]}]',
      /kind/,
    ],
  ]
  for (const [what, text, said] of wrong) {
    testWithFolder(`${what} is told, with the place`, async ({ out }) => {
      await expect(catalogueOf(out, text)).rejects.toThrow(said)
    })
  }
})

describe('an order to nexrender', () => {
  testWithFolder('sets every layer: to its value, its default, or blank', async ({ out }) => {
    const { order } = await orderFor(out, {
      layer_data_json: { 'Name 1': '김민수', 'Chips 1': 1500, 'Flag 1': 'Flag/한국.png', Nonsense: 'x' },
    })
    const text = (layerName: string, value: string) => ({
      type: 'data',
      layerName,
      property: 'Source Text',
      value,
    })
    expect(order.document.assets).toEqual([
      text('Name 1', '김민수'),
      text('Name 2', ''),
      text('Chips 1', '1500'),
      text('Chips 2', ''),
      {
        type: 'image',
        layerName: 'Flag 1',
        src: 'file:///D:/assets/Flag/%ED%95%9C%EA%B5%AD.png',
        name: 'asset4-한국.png',
      },
      {
        type: 'image',
        layerName: 'Flag 2',
        src: 'file:///D:/assets/Flag/Unknown.png',
        name: 'asset5-Unknown.png',
      },
    ])
    expect(order.document.template).toMatchObject({
      src: 'file:///D:/wsop%20day.aep',
      name: 'project-wsop day.aep',
      outputModule: 'Alpha MOV',
      outputExt: 'mov',
      frameStart: 0,
      frameEnd: 49,
      continueOnMissing: false,
    })
  })

  testWithFolder('takes everything as text where the catalogue lists no layers', async ({ out }) => {
    const { order } = await orderFor(out, {
      template_name: '자막',
      layer_data_json: { A: { deep: 1 }, B: null },
    })
    expect(order.document.assets).toMatchObject([
      { layerName: 'A', value: '{"deep":1}' },
      { layerName: 'B', value: '' },
    ])
  })

  for (const path of footage.bad) {
    testWithFolder(`a file stays inside the assets folder: ${path}`, async ({ out }) => {
      await expect(
        orderFor(out, { layer_data_json: { 'Name 1': 'A', 'Flag 1': path } }),
      ).rejects.toMatchObject({
        errorClass: 'permanent',
        message: expect.stringContaining('Flag 1'),
      })
    })
  }

  testWithFolder('any path inside the assets folder is taken', async ({ out }) => {
    for (const path of footage.good) {
      const { order } = await orderFor(out, { layer_data_json: { 'Name 1': 'A', 'Flag 1': path } })
      expect(JSON.stringify(order.document.assets)).toContain(
        `file:///D:/assets/${path.split(/[\\/]/).map(encodeURIComponent).join('/')}`,
      )
    }
  })

  testWithFolder('a required layer that is missing or blank is a permanent failure', async ({ out }) => {
    for (const layers of [{}, { 'Name 1': ' ' }, { 'Name 2': 'B' }]) {
      await expect(orderFor(out, { layer_data_json: layers })).rejects.toMatchObject({
        errorClass: 'permanent',
        message: expect.stringContaining('"Name 1"'),
      })
    }
  })

  testWithFolder(
    'frames go where they belong; a file is copied, an encoded one after encoding',
    async ({ out }) => {
      const folders = { out: '/mnt/out', renderOut: 'D:\\renders\\' }
      const documents = []
      for (const format of ['png_sequence', 'mov_alpha', 'mp4']) {
        const { job, order } = await orderFor(out, { output_settings_json: { format, fps: 29.97 } })
        documents.push(jobDocument(order, placeOf(7, 3, order, folders), job))
      }
      const uid = expect.stringMatching(/^hub-i7-a3-[0-9a-f]{12}$/)
      expect(documents).toMatchObject([
        {
          uid,
          priority: 9,
          template: {
            output: expect.stringMatching(/^D:\\renders\\\.nexrender_hub-i7-a3-\w+\\frame_\[#####\]\.png$/),
          },
          actions: { postrender: [] },
        },
        {
          uid,
          actions: {
            postrender: [
              { module: '@nexrender/action-copy', output: expect.stringMatching(/\\result\.mov$/) },
            ],
          },
        },
        {
          uid,
          actions: {
            postrender: [
              {
                module: '@nexrender/action-encode',
                preset: 'mp4',
                params: { '-r': '29.97' },
                output: 'encoded.mp4',
              },
              {
                module: '@nexrender/action-copy',
                input: 'encoded.mp4',
                output: expect.stringMatching(/\\result\.mp4$/),
              },
            ],
          },
        },
      ])
      expect(new Set(documents.map((document) => document.uid)).size).toBe(3)
    },
  )
})

base('hub templates load: what has changed, and the catalogue is there', async ({ url, client }) => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-templates-'))
  const file = join(folder, 'templates.yaml')
  const load = (...flags: string[]) =>
    spawnSync(process.execPath, [join(root, 'src', 'cli.ts'), 'templates', 'load', file, ...flags], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: url },
    })
  await writeFile(file, yaml)
  expect(load().stdout).toBe('added    leaderboard\nadded    자막\n2 added\n')
  expect(load().stdout).toBe('2 same\n')
  expect(load('--remove').stdout).toMatch(/removed {2}premium_hand\n[\s\S]*2 same/)
  const { rows } = await client.query(
    'select name, project, slots, required_layers, optional_layers from hub.templates order by 1',
  )
  expect(rows).toEqual([
    {
      name: 'leaderboard',
      project: 'file:///D:/wsop%20day.aep',
      slots: 2,
      required_layers: [{ name: 'Name {n}', kind: 'text' }],
      optional_layers: [
        { name: 'Chips {n}', kind: 'number' },
        { name: 'Flag {n}', kind: 'image' },
      ],
    },
    { name: '자막', project: 'https://nas/a.aep', slots: null, required_layers: [], optional_layers: [] },
  ])
  await writeFile(file, 'templates: 5')
  const refused = load()
  expect(refused.status).toBe(1)
  expect(refused.stderr).toContain('is not a catalogue of templates: templates:')
})
