import { spawnSync } from 'node:child_process'
import { readdir, rename, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Client } from 'pg'
import { describe, expect, onTestFinished } from 'vitest'
import { createClient } from '../../../src/siblings/ae/nexrender/client.ts'
import { delivered, findFfmpeg, type Nexrender } from '../../support/nexrender.ts'
import { frames, order, outputsOf, rendererOf, test } from './nexrender_support.ts'
import { shortenLeases } from './support.ts'

/** Something before nexrender-server that answers by itself when it is told to; it goes with the test. */
async function aGateway(nexrender: Nexrender, statusOf: () => number | null): Promise<string> {
  const server = createServer(async (request, response) => {
    const status = statusOf()
    if (status !== null) return void response.writeHead(status).end('<html>not today</html>')
    const body = await Array.fromAsync(request)
    const answer = await fetch(new URL(request.url ?? '', nexrender.url), {
      method: request.method ?? 'GET',
      headers: { 'nexrender-secret': nexrender.secret, 'content-type': 'application/json' },
      ...(body.length > 0 && { body: Buffer.concat(body) }),
    })
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What ffmpeg says of the picture in a file. */
async function streamOf(path: string): Promise<string> {
  const { stderr } = spawnSync(await findFfmpeg(), ['-i', path], { encoding: 'utf8' })
  return /Stream.*Video:.*/.exec(stderr)?.[0] ?? stderr
}

describe('a real nexrender', () => {
  test('renders every format, several jobs at once by two render PCs, each checked and published', async ({
    client,
    nexrender,
    start,
  }) => {
    await Promise.all([nexrender.startRenderer(), nexrender.startRenderer()])
    await order(client, 'ok', { ...frames('mov_alpha'), output_filename: '한글 이름.mov' })
    await order(client, 'slow', frames('mp4'))
    await order(client, 'ok', frames('png_sequence', 7))
    const worker = start({ render: await rendererOf(nexrender), count: 3, jobs: 2 })
    expect(await worker.done).toMatchObject({ completed: 3, failed: 0 })
    expect(await outputsOf(client)).toEqual([
      { id: '1', attempt: '1', status: 'completed', frame_count: null, onDisk: true },
      { id: '2', attempt: '1', status: 'completed', frame_count: null, onDisk: true },
      { id: '3', attempt: '1', status: 'completed', frame_count: 7, onDisk: true },
    ])
    const digest = expect.stringMatching(/^(한글_이름_i1_a1_\w+\.mov|slow_i2_a1_\w+\.mp4|ok_i3_a1_\w+)$/)
    expect(await readdir(nexrender.out)).toEqual([digest, digest, digest])
    expect(await nexrender.jobs()).toEqual([])
  })

  test('encodes what After Effects renders losslessly, with the frames of a second that were asked for', async ({
    client,
    nexrender,
    start,
  }) => {
    await nexrender.startRenderer()
    for (const fps of [undefined, 30]) {
      await order(client, 'encoded film', { output_settings_json: { format: 'mp4', ...(fps && { fps }) } })
    }
    await start({ render: await rendererOf(nexrender), count: 2 }).done
    expect(await outputsOf(client)).toMatchObject([{ onDisk: true }, { onDisk: true }])
    const { rows } = await client.query('select output_path from render_outputs order by id')
    const streams = []
    for (const { output_path } of rows) streams.push(await streamOf(output_path))
    expect(streams).toEqual([
      expect.stringMatching(/h264.*yuv420p.*64x36.* 25 fps/),
      expect.stringMatching(/h264.*yuv420p.*64x36.* 30 fps/),
    ])
    expect(await readdir(nexrender.out)).toHaveLength(2)
  }, 30_000)

  test('tells its progress, and a cancellation takes the job off', async ({ client, nexrender, start }) => {
    await shortenLeases(client)
    await nexrender.startRenderer()
    await order(client, 'held')
    const worker = start({ render: await rendererOf(nexrender) })
    await expect
      .poll(async () => (await client.query('select progress from render_instructions')).rows[0].progress, {
        timeout: 10_000,
      })
      .toBeGreaterThan(40)
    await client.query("select hub.cancel_instruction(1, 'ann', 'hand was voided')")
    await worker.heard('cancelled')
    expect(await nexrender.jobs()).toEqual([])
    await nexrender.release()
    await worker.stop()
    expect(await outputsOf(client)).toEqual([])
    expect(await delivered(nexrender.out)).toEqual([])
  })

  test('a restart of nexrender-server in the middle is borne', async ({ client, nexrender, start }) => {
    await nexrender.startRenderer()
    await order(client, 'held')
    const worker = start({ render: await rendererOf(nexrender), count: 1 })
    await expect.poll(() => nexrender.renders()).toHaveLength(1)
    await nexrender.stopServer()
    await nexrender.startServer()
    await nexrender.release()
    expect(await worker.done).toMatchObject({ completed: 1 })
    expect(await nexrender.renders()).toHaveLength(1)
  })

  test('two workers on one queue render each instruction once', async ({ client, nexrender, start }) => {
    await Promise.all([nexrender.startRenderer(), nexrender.startRenderer()])
    for (let i = 0; i < 8; i++) await order(client, 'ok')
    const render = await rendererOf(nexrender)
    const workers = [start({ render, jobs: 2 }), start({ render, jobs: 2 })]
    await expect.poll(async () => (await outputsOf(client)).length, { timeout: 15_000 }).toBe(8)
    await Promise.all(workers.map((worker) => worker.stop()))
    expect((await nexrender.renders()).length).toBe(8)
    expect(await delivered(nexrender.out)).toHaveLength(8)
  })
})

describe('what goes wrong', () => {
  const wrong: [mode: string, settings: object, error: RegExp, errorClass: string][] = [
    ['crash', frames('mov_alpha'), /crash in progress/, 'unknown'],
    ['layer', frames('mov_alpha'), /Couldn't find any layers/, 'permanent'],
    ['temporary', frames('mov_alpha'), /License server unavailable/, 'retryable'],
    ['korean', frames('mp4'), /렌더링 실패/, 'unknown'],
    ['short', frames('mov_alpha'), /bad output: result\.mov has 100 bytes, fewer than 1024/, 'retryable'],
    ['cut', frames('mp4'), /bad output: result\.mp4 is cut off/, 'retryable'],
    ['cut', frames('png_sequence', 3), /bad output: frame_0+\.png is cut off/, 'retryable'],
    ['encoded cut', frames('mp4'), /action-encode module \(ffmpeg\) code : 1/, 'unknown'],
    ['gap', frames('png_sequence', 4), /bad output: 3 of 4 frames have come/, 'retryable'],
    ['gap', frames('png_sequence'), /bad output: frame 2 is missing/, 'retryable'],
    ['none', frames('mov_alpha'), /Couldn't find a result file/, 'retryable'],
    ['none', frames('png_sequence', 2), /no file has come/, 'retryable'],
  ]
  test('is told with its class, leaves nothing behind, and is never a success', async ({
    client,
    nexrender,
    start,
  }) => {
    await nexrender.startRenderer()
    for (const [mode, settings] of wrong) await order(client, mode, { ...settings })
    const summary = await start({ render: await rendererOf(nexrender), count: wrong.length }).done
    expect(summary).toMatchObject({ failed: wrong.length, completed: 0 })
    const { rows } = await client.query(
      'select error_message, error_class from render_instructions order by id',
    )
    expect(rows).toEqual(
      wrong.map(([, , error, error_class]) => ({ error_message: expect.stringMatching(error), error_class })),
    )
    expect(await readdir(nexrender.out)).toEqual([])
    expect(await nexrender.jobs()).toEqual([])
  }, 60_000)

  const strange: [string, Record<string, unknown>, RegExp, string][] = [
    ['unknown template', { template_name: 'nobody' }, /template "nobody" not found/, 'permanent'],
    ['frames', { output_settings_json: { duration_frames: 0 } }, /duration_frames must be/, 'permanent'],
  ]
  for (const [what, changes, error, error_class] of strange) {
    test(`${what}: permanent, and nexrender hears nothing of it`, async ({ client, nexrender, start }) => {
      await order(client, 'ok', changes)
      await start({ render: await rendererOf(nexrender), count: 1 }).done
      const { rows } = await client.query('select error_message, error_class from render_instructions')
      expect(rows).toEqual([{ error_message: expect.stringMatching(error), error_class }])
      expect(await nexrender.jobs()).toEqual([])
    })
  }

  test('nexrender-server away: retryable', async ({ client, nexrender, start }) => {
    await order(client, 'ok')
    await nexrender.stopServer()
    const follow = { poll: 20, timeout: 20_000, stall: 20_000, patience: 200 }
    await start({ render: await rendererOf(nexrender, { follow }), count: 1 }).done
    const { rows } = await client.query(
      'select error_class, error_message from render_instructions order by id',
    )
    expect(rows).toEqual([
      { error_class: 'retryable', error_message: expect.stringContaining('ECONNREFUSED') },
    ])
  })

  test('a project that is not there: permanent', async ({ client, nexrender, start }) => {
    await nexrender.startRenderer()
    await order(client, 'lost project')
    await start({ render: await rendererOf(nexrender), count: 1 }).done
    const { rows } = await client.query('select error_class, error_message from render_instructions')
    expect(rows).toEqual([
      { error_class: 'permanent', error_message: expect.stringMatching(/no such file or directory/) },
    ])
  })

  for (const status of [500, 502, 503, 504]) {
    test(`a gateway that answers ${status} for a while is borne; for long: retryable`, async ({
      client,
      nexrender,
      start,
    }) => {
      await nexrender.startRenderer()
      let left = 6
      const gateway = await aGateway(nexrender, () => (left-- > 0 ? status : null))
      const through = { client: createClient(gateway, nexrender.secret) }
      await order(client, 'ok')
      expect(await start({ render: await rendererOf(nexrender, through), count: 1 }).done).toMatchObject({
        completed: 1,
      })
      expect(await nexrender.renders()).toHaveLength(1)
      left = Number.POSITIVE_INFINITY
      await order(client, 'ok')
      const follow = { poll: 20, timeout: 20_000, stall: 20_000, patience: 200 }
      await start({ render: await rendererOf(nexrender, { ...through, follow }), count: 1 }).done
      const { rows } = await client.query(
        'select error_class, error_message from render_instructions where id = 2',
      )
      expect(rows).toEqual([
        { error_class: 'retryable', error_message: expect.stringContaining(`answers ${status}`) },
      ])
    })
  }

  test('what answers and is no nexrender-server: retryable, and said', async ({
    client,
    nexrender,
    start,
  }) => {
    const gateway = await aGateway(nexrender, () => 200)
    await order(client, 'ok')
    const follow = { poll: 20, timeout: 20_000, stall: 20_000, patience: 100 }
    const changes = { follow, client: createClient(gateway, nexrender.secret) }
    await start({ render: await rendererOf(nexrender, changes), count: 1 }).done
    const { rows } = await client.query('select error_class, error_message from render_instructions')
    expect(rows).toEqual([
      { error_class: 'retryable', error_message: expect.stringContaining('is not nexrender-server') },
    ])
  })

  test('a render PC that dies under its job: retryable, and another renders it', async ({
    client,
    nexrender,
    start,
  }) => {
    const first = await nexrender.startRenderer()
    await order(client, 'held')
    const follow = { poll: 20, timeout: 20_000, stall: 1_500, patience: 200 }
    const render = await rendererOf(nexrender, { follow })
    const trying = start({ render, count: 1 })
    await expect.poll(() => nexrender.renders(), { timeout: 10_000 }).toHaveLength(1)
    first.child.kill('SIGKILL')
    await trying.done
    const failed = await client.query('select error_class, error_message from render_instructions')
    expect(failed.rows).toEqual([
      { error_class: 'retryable', error_message: expect.stringMatching(/^timeout: no sign of life/) },
    ])
    await nexrender.release()
    await nexrender.startRenderer()
    await client.query(`select hub.retry_instruction(1, 'ann', 'the PC was restarted')`)
    expect(await start({ render, count: 1 }).done).toMatchObject({ completed: 1 })
    expect(await outputsOf(client)).toMatchObject([{ attempt: '2', onDisk: true }])
  }, 40_000)

  test('a render that hangs, a queue that does not move, a job that vanished', async ({
    client,
    nexrender,
    start,
  }) => {
    const follow = { poll: 20, timeout: 700, stall: 20_000, patience: 200 }
    await order(client, 'ok') // no render PC yet: it waits in nexrender's queue
    await start({ render: await rendererOf(nexrender, { follow }), count: 1 }).done
    expect(await nexrender.jobs()).toEqual([])
    await nexrender.startRenderer()
    await order(client, 'hang')
    await start({
      render: await rendererOf(nexrender, { follow: { ...follow, timeout: 20_000, stall: 700 } }),
      count: 1,
    }).done
    await nexrender.startRenderer()
    await order(client, 'hang') // its render shows life, and does not end
    await start({ render: await rendererOf(nexrender, { follow }), count: 1 }).done
    await order(client, 'ok') // both render PCs hang
    const third = start({ render: await rendererOf(nexrender), count: 1 })
    await expect.poll(async () => (await nexrender.jobs()).map(({ state }) => state)).toEqual(['queued'])
    const [job] = await nexrender.jobs()
    await createClient(nexrender.url, nexrender.secret).remove(job?.uid ?? '')
    await third.done
    const { rows } = await client.query(
      'select error_class, error_message from render_instructions order by id',
    )
    expect(rows).toEqual([
      { error_class: 'retryable', error_message: expect.stringMatching(/^timeout: queued for 1 s/) },
      { error_class: 'retryable', error_message: expect.stringMatching(/^timeout: no sign of life/) },
      { error_class: 'retryable', error_message: expect.stringMatching(/^timeout: rendering for 1 s/) },
      { error_class: 'retryable', error_message: expect.stringMatching(/has lost job hub-i4-a1/) },
    ])
    expect(await readdir(nexrender.out)).toEqual([])
  })
})

describe('the NAS', () => {
  test('gets a copy that is read back; what is reported is the copy', async ({
    client,
    nexrender,
    start,
  }) => {
    await nexrender.startRenderer()
    await order(client, 'ok', frames('png_sequence', 3))
    await order(client, 'ok', frames('mov_alpha'))
    const nas = { dir: nexrender.nas, tries: 1, pause: 10 }
    await start({ render: await rendererOf(nexrender, { nas }), count: 2 }).done
    const { rows } = await client.query('select output_path from render_outputs order by 1')
    expect(rows.every(({ output_path }) => output_path.startsWith(nexrender.nas))).toBe(true)
    expect(await outputsOf(client)).toMatchObject([{ onDisk: true }, { onDisk: true }])
    expect(await readdir(nexrender.nas)).toHaveLength(2)
    expect(await readdir(nexrender.out)).toEqual([])
  })

  test('away: no success, and the next attempt copies what was rendered already', async ({
    client,
    nexrender,
    start,
  }) => {
    await nexrender.startRenderer()
    await order(client, 'ok')
    await rename(nexrender.nas, `${nexrender.nas}-away`)
    const nas = { dir: nexrender.nas, tries: 2, pause: 10 }
    const render = await rendererOf(nexrender, { nas })
    await start({ render, count: 1 }).done
    const failed = await client.query('select status, error_class, error_message from render_instructions')
    expect(failed.rows).toEqual([
      {
        status: 'failed',
        error_class: 'retryable',
        error_message: expect.stringMatching(/^NAS unavailable/),
      },
    ])
    await rename(`${nexrender.nas}-away`, nexrender.nas)
    await client.query(
      "update render_instructions set status = 'pending', retry_count = retry_count + 1 where status = 'failed'",
    )
    expect(await start({ render, count: 1 }).done).toMatchObject({ completed: 1 })
    expect(await outputsOf(client)).toMatchObject([{ attempt: '2', onDisk: true }])
    expect(await nexrender.renders()).toHaveLength(1)
  })

  test('a file under a fitting name that is no folder is not taken for it', async ({
    client,
    nexrender,
    start,
  }) => {
    await nexrender.startRenderer()
    await order(client, 'ok')
    const dir = `${nexrender.nas}/file`
    await writeFile(dir, '')
    await start({ render: await rendererOf(nexrender, { nas: { dir, tries: 1, pause: 1 } }), count: 1 }).done
    expect(await outputsOf(client)).toEqual([])
  })
})

describe('a secret that nexrender-server does not take', () => {
  const queue = async (client: Client): Promise<unknown[]> =>
    (
      await client.query(
        'select status, attempt::int, retry_count, error_class from render_instructions order by id',
      )
    ).rows

  test('ends the command at its start, before anything is claimed', async ({
    client,
    nexrender,
    hubWorker,
  }) => {
    for (let i = 0; i < 3; i++) await order(client, 'ok')
    const worker = hubWorker('--secret', 'wrong')
    expect(await worker.ended).toBe(1)
    expect(worker.said.join('\n')).toMatch(
      /^forbidden by nexrender-server at .*: wrong or no secret\n.*--secret or NEXRENDER_SECRET/,
    )
    const untouched = { status: 'pending', attempt: 0, retry_count: 0, error_class: null }
    expect(await queue(client)).toEqual([untouched, untouched, untouched])
    expect(await nexrender.jobs()).toEqual([])
  }, 30_000)

  for (const status of [401, 403]) {
    test(`later (${status}): jobs go back, none is claimed until it takes it again, nothing renders twice`, async ({
      client,
      nexrender,
      start,
    }) => {
      await nexrender.startRenderer()
      let isClosed = false
      const gateway = await aGateway(nexrender, () => (isClosed ? status : null))
      const through = createClient(gateway, nexrender.secret)
      for (let i = 0; i < 3; i++) await order(client, 'held')
      const worker = start({
        render: await rendererOf(nexrender, { client: through }),
        ready: () => through.knock(),
        askAgain: [20, 40],
        count: 3,
      })
      await expect.poll(() => nexrender.renders()).toHaveLength(1)
      isClosed = true
      const refusals = () => worker.news.filter(({ kind }) => kind === 'closed')
      await expect.poll(() => refusals().length).toBeGreaterThan(3)
      const waiting = { status: 'pending', retry_count: 0, error_class: null }
      expect(await queue(client)).toEqual([
        { ...waiting, attempt: 1 },
        { ...waiting, attempt: 0 },
        { ...waiting, attempt: 0 },
      ])
      isClosed = false
      await worker.heard('open')
      await nexrender.release()
      expect(await worker.done).toMatchObject({ completed: 3, failed: 0, released: 1 })
      expect(await nexrender.renders()).toHaveLength(3)
      expect(await queue(client)).toEqual([
        { status: 'completed', retry_count: 0, error_class: null, attempt: 2 },
        { status: 'completed', retry_count: 0, error_class: null, attempt: 1 },
        { status: 'completed', retry_count: 0, error_class: null, attempt: 1 },
      ])
    }, 30_000)
  }
})

test('a picture that a person wants again is rendered again', async ({ client, nexrender, start }) => {
  await nexrender.startRenderer()
  await order(client, 'ok')
  const render = await rendererOf(nexrender)
  await start({ render, count: 1 }).done
  await client.query("select hub.retry_instruction(1, 'ann', 'wrong flag')")
  await start({ render, count: 1 }).done
  expect(await outputsOf(client)).toMatchObject([
    { attempt: '1', onDisk: true },
    { attempt: '2', onDisk: true },
  ])
  expect(await nexrender.renders()).toHaveLength(2)
})
