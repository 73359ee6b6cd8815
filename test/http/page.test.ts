import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { Hono } from 'hono'
import { test as base, describe, expect } from 'vitest'
import type { HubEnv } from '../../src/http/factory.ts'
import { openPage } from '../../src/http/page.ts'
import { openPictures } from '../../src/http/pictures.ts'
import { test as withHub } from './support.ts'

const test = base.extend('dir', async ({}, { onCleanup }) => {
  const dir = await mkdtemp(join(tmpdir(), 'hub-page-'))
  onCleanup(() => rm(dir, { recursive: true }))
  return dir
})

describe('the dashboard', () => {
  const html = { headers: { accept: 'text/html,*/*' } }

  test('its files are served with their types, assets for ever, the page for every place of it', async ({
    dir,
  }) => {
    await mkdir(join(dir, 'assets'))
    await writeFile(join(dir, 'index.html'), '<!doctype html><title>page</title>')
    await writeFile(join(dir, 'assets', 'index-1a2b.js'), 'export {}')
    const page = openPage(dir)
    const app = new Hono<HubEnv>().all('*', (c) => page(c) ?? c.text('none', 404))
    const root = await app.request('/')
    expect(root.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(root.headers.get('cache-control')).toBe('no-cache')
    const script = await app.request('/assets/index-1a2b.js', { headers: { 'accept-encoding': 'gzip' } })
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(script.headers.get('content-encoding')).toBe('gzip')
    const tag = root.headers.get('etag') ?? ''
    expect((await app.request('/', { headers: { 'if-none-match': tag } })).status).toBe(304)
    expect(await (await app.request('/hands/12', html)).text()).toContain('<title>page</title>')
    for (const path of ['/api/nothing', '/assets/old-9z.js', '/docs/nothing', '/metrics/x']) {
      expect((await app.request(path, html)).status, path).toBe(404)
    }
    expect((await app.request('/hands/12')).status).toBe(404)
    expect((await app.request('/hands/12', { method: 'POST', ...html })).status).toBe(404)
  })

  test('one that was not built says how it is', async ({ dir }) => {
    const page = openPage(join(dir, 'none'))
    const answer = await new Hono<HubEnv>().all('*', (c) => page(c) ?? c.text('none', 404)).request('/')
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('node scripts/build_web.ts')
  })
})

describe('pictures of outputs', () => {
  const png = (): Promise<Buffer> => createCanvas(1920, 1080).encode('png')

  test('a picture in one of the folders is shown small; a sequence by one of its frames', async ({ dir }) => {
    await writeFile(join(dir, '그림.png'), await png())
    await mkdir(join(dir, 'sequence'))
    await writeFile(join(dir, 'sequence', 'frame_00001.png'), await png())
    const { read } = openPictures([dir])
    const small = await read(join(dir, '그림.png'))
    expect(
      Buffer.from(small ?? [])
        .subarray(8, 12)
        .toString(),
    ).toBe('WEBP')
    expect(small?.length).toBeLessThan(20_000)
    expect(await read(join(dir, 'sequence'))).not.toBeNull()
  })

  test('nothing else is: other folders, links out of them, what only claims to be a picture', async ({
    dir,
  }) => {
    const inside = join(dir, 'renders')
    await mkdir(inside)
    const secret = join(dir, 'secret.png')
    await writeFile(secret, await png())
    await symlink(secret, join(inside, 'link.png'))
    await writeFile(join(inside, 'text.png'), 'no picture')
    await writeFile(join(inside, 'movie.mov'), 'no picture')
    const { read } = openPictures([inside, join(dir, 'away')])
    const tried = [secret, join(inside, 'link.png'), `${inside}/../secret.png`, join(inside, 'text.png')]
    for (const path of [
      ...tried,
      join(inside, 'movie.mov'),
      join(inside, 'none.png'),
      'C:\\out\\x.png',
      'a\0b',
      '',
    ]) {
      expect(await read(path), path).toBeNull()
    }
  })

  withHub('an instruction without one answers 204, none 404; the farm is read', async ({ app, client }) => {
    expect((await app.request('/api/instructions/1/picture')).status).toBe(404)
    await client.query(`insert into render_instructions (template_name, layer_data_json) values ('x', '{}')`)
    expect((await app.request('/api/instructions/1/picture')).status).toBe(204)
    const farm = await app.request('/api/farm')
    expect(await farm.json()).toMatchObject({
      word: 'normal',
      cause: null,
      hands: { hour: 0, last_at: null },
    })
  })
})
