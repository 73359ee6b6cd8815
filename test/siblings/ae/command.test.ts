import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect } from 'vitest'
import { anInstruction, insert } from '../../support/builders.ts'
import { test as base, shortenLeases } from './support.ts'

const cli = join(import.meta.dirname, '..', '..', '..', 'src', 'cli.ts')

type Run = {
  readonly child: ChildProcess
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>
}

/** `test` with `out`, an empty folder, and `stub`, which starts a real `hub worker stub` writing there. */
const test = base
  .extend('out', async ({ task }, { onCleanup }) => {
    const dir = await mkdtemp(join(tmpdir(), `hub-${task.id}-`))
    onCleanup(() => rm(dir, { recursive: true }))
    return dir
  })
  .extend('stub', async ({ url, out }, { onCleanup }) => {
    const runs: Run[] = []
    onCleanup(async () => {
      for (const { child, ended } of runs) {
        child.kill('SIGKILL')
        await ended
      }
    })
    return (...flags: string[]): Run => {
      const run = start(['worker', 'stub', '--out', out, ...flags], { DATABASE_URL: url })
      runs.push(run)
      return run
    }
  })

function start(args: string[], env: NodeJS.ProcessEnv): Run {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...env } })
  const { promise, resolve } = Promise.withResolvers<{
    code: number | null
    stdout: string
    stderr: string
  }>()
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => {
    stdout += text
  })
  child.stderr.on('data', (text) => {
    stderr += text
  })
  child.on('close', (code) => resolve({ code, stdout, stderr }))
  return { child, ended: promise }
}

const endless = anInstruction({
  output_settings_json: { format: 'png_sequence', width: 64, height: 36, duration_frames: 18_000 },
})

describe('hub worker stub', () => {
  test('makes the files that it reports, and nothing outside of its folder', async ({
    client,
    out,
    stub,
  }) => {
    const settings = { width: 320, height: 180 }
    for (const output_filename of ['lower third.mov', '../../../escape.png', '한글.png']) {
      await insert(
        client,
        'render_instructions',
        anInstruction({ output_filename, output_settings_json: settings }),
      )
    }
    const { code, stdout } = await stub('--count', '3', '--host', 'ae-07').ended
    expect(stdout).toContain('3 completed')
    expect(code).toBe(0)
    const { rows } = await client.query(
      'select output_path, file_size::int, frame_count, checksum, width, height from render_outputs',
    )
    expect(rows).toHaveLength(3)
    for (const row of rows) {
      const file = await readFile(row.output_path)
      expect(dirname(row.output_path)).toBe(out)
      expect(row).toMatchObject({ file_size: file.length, frame_count: 1, ...settings })
      expect(row.checksum).toBe(createHash('sha256').update(file).digest('hex'))
    }
    expect(await readdir(out)).toHaveLength(3)
    expect((await client.query('select distinct claimed_by from hub.attempts')).rows).toEqual([
      { claimed_by: 'ae-07' },
    ])
  })

  test('planned failures are no fault of the run, others are', async ({ client, stub }) => {
    await insert(client, 'render_instructions', anInstruction())
    const planned = await stub('--count', '1', '--fail-rate', '1').ended
    expect(planned.stdout).toContain('1 failed')
    expect(planned.code).toBe(0)
    expect(
      (await client.query('select error_class, retry_at is not null as again from render_instructions')).rows,
    ).toEqual([{ error_class: 'retryable', again: true }])
    await insert(
      client,
      'render_instructions',
      anInstruction({ output_settings_json: { width: 5, height: 5 } }),
    )
    const unplanned = await stub('--count', '1').ended
    expect(unplanned.stdout).toContain('invalid output settings')
    expect(unplanned.code).toBe(1)
  })

  test('Ctrl-C hands back what it holds and leaves nothing half done', async ({ client, out, stub }) => {
    await insert(client, 'render_instructions', endless)
    const { child, ended } = stub('--count', '1')
    await expect.poll(() => readdir(out), { timeout: 10_000 }).toHaveLength(1)
    child.kill('SIGINT')
    const { code, stdout } = await ended
    expect(stdout).toContain('1 released')
    expect(code).toBe(1) // it was asked for one job
    expect(await readdir(out)).toEqual([])
    const { rows } = await client.query('select status, retry_count from render_instructions')
    expect(rows).toEqual([{ status: 'pending', retry_count: 0 }])
  })

  test('kill -9 leaves a temporary name only, and the next worker makes it good', async ({
    client,
    out,
    stub,
  }) => {
    await shortenLeases(client)
    const id = await insert(client, 'render_instructions', endless)
    const { child, ended } = stub()
    await expect.poll(() => readdir(out), { timeout: 10_000 }).toHaveLength(1)
    child.kill('SIGKILL')
    expect((await ended).code).toBeNull()
    expect((await readdir(out)).filter((name) => !name.startsWith('.rendering_'))).toEqual([])

    await client.query(
      `update render_instructions set output_settings_json = '{"width": 64, "height": 36}' where id = $1`,
      [id],
    )
    expect((await stub('--count', '1').ended).code).toBe(0)
    const { rows } = await client.query('select output_path, attempt::int from render_outputs')
    expect(rows).toEqual([{ output_path: join(out, `premium_hand_i${id}_a2.png`), attempt: 2 }])
  })

  test.for([
    [['worker', 'stub'], /--out/],
    [['worker', 'stub', '--out', '.', '--count', '0'], /whole number/],
    [['worker', 'stub', '--out', '.', '--fail-rate', '1.1'], /from 0 to 1/],
    [['worker', 'stub', '--out', '.', '--templates', 'a,,b'], /names with commas/],
  ] as const)('wrong usage is said and ends with 2: %j', async ([args, said]) => {
    const { code, stderr } = await start([...args], {}).ended
    expect(stderr).toMatch(said)
    expect(code).toBe(2)
  })

  test('what cannot work is said with what to do about it, and ends with 1', async ({ out }) => {
    const away = await start(['worker', 'stub', '--out', out], {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    }).ended
    expect(away.stderr).toMatch(/database is away: .*ECONNREFUSED.*\n.*status/s)
    expect(away.code).toBe(1)
    const file = join(out, 'file')
    await writeFile(file, '')
    const noFolder = await start(['worker', 'stub', '--out', file], {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    }).ended
    expect(noFolder.stderr).toMatch(/cannot write to .*file.*\n.*--out/s)
    expect(noFolder.code).toBe(1)
  })
})
