import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createStub } from '../../../src/siblings/ae/stub.ts'
import { type Instruction, PlannedFailure, type Watch } from '../../../src/siblings/ae/types.ts'
import { testWithFolder as test } from './support.ts'

const job = (changes: Partial<Instruction> = {}): Instruction =>
  ({
    id: 7,
    attempt: 1,
    template_name: 'premium_hand',
    output_filename: null,
    layer_data_json: { Name: 'Kim' },
    output_settings_json: { width: 320, height: 180 },
    ...changes,
  }) as Instruction

const watch = (signal = new AbortController().signal, seen: number[] = []): Watch => ({
  signal,
  progress: (percent) => seen.push(percent),
})

test('makes the picture it reports', async ({ out }) => {
  const seen: number[] = []
  const { report } = await createStub({ out, failRate: 0, seed: '' })(job(), watch(undefined, seen))
  expect(report).toMatchObject({
    path: join(out, 'premium_hand_i7_a1.png'),
    frames: 1,
    details: { width: 320, height: 180 },
  })
  expect((await readFile(report.path)).length).toBe(report.size)
  expect(seen.at(-1)).toBe(100)
})

test('a sequence reports its progress frame by frame', async ({ out }) => {
  const seen: number[] = []
  const settings = { format: 'png_sequence', width: 32, height: 18, duration_frames: 4 }
  const { report } = await createStub({ out, failRate: 0, seed: '' })(
    job({ output_settings_json: settings }),
    watch(undefined, seen),
  )
  expect(await readdir(report.path)).toHaveLength(4)
  expect(seen).toEqual([0, 25, 50, 75, 100])
})

test('stopped in the middle it leaves nothing', async ({ out }) => {
  const stop = new AbortController()
  const settings = { format: 'png_sequence', width: 32, height: 18, duration_frames: 400 }
  const rendering = createStub({ out, failRate: 0, seed: '' })(job({ output_settings_json: settings }), {
    signal: stop.signal,
    progress: (percent) => percent > 10 && stop.abort(new Error('cancelled')),
  })
  await expect(rendering).rejects.toThrow('cancelled')
  expect(await readdir(out)).toEqual([])
})

test('the fail rate is kept, and the same seed fails the same attempts', async ({ out }) => {
  const failing = async (seed: string, failRate: number) => {
    const render = createStub({ out, failRate, seed })
    const failed: number[] = []
    for (let id = 1; id <= 60; id++) {
      const settings = { width: 16, height: 16 }
      await render(job({ id, output_settings_json: settings }), watch()).catch((error) => {
        if (!(error instanceof PlannedFailure)) throw error
        failed.push(id)
      })
    }
    return failed
  }
  const first = await failing('one', 0.3)
  expect(await failing('one', 0.3)).toEqual(first)
  expect(await failing('two', 0.3)).not.toEqual(first)
  expect(first.length).toBeGreaterThan(6)
  expect(first.length).toBeLessThan(34)
  expect(await failing('one', 0)).toEqual([])
  expect(await failing('one', 1)).toHaveLength(60)
})
