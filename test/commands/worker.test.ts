import { expect, test, vi } from 'vitest'
import { tell } from '../../src/commands/worker/run.ts'
import { RendererClosed, type WorkerNews } from '../../src/siblings/ae/types.ts'

type Completed = Extract<WorkerNews, { kind: 'completed' }>

test('that no work is done is said on stderr, with what is done about it', () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  try {
    tell({ kind: 'closed', error: new RendererClosed('forbidden by nexrender-server'), seconds: 2 })
    expect(print.mock.calls).toEqual([
      [
        'NO WORK IS DONE: forbidden by nexrender-server; jobs go back to the queue, none is claimed. Asking again in 2 s',
      ],
    ])
  } finally {
    print.mockRestore()
  }
})

/** What the command prints of a finished render. */
function printed(frame_count: number | null): string {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    tell({
      kind: 'completed',
      job: { id: 7, attempt: 1, template_name: 'at_risk' } as Completed['job'],
      output: { output_path: '/nas/x.mov', file_size: 5_000, frame_count } as Completed['output'],
      seconds: 1.26,
    })
    return String(print.mock.calls[0]?.[0])
  } finally {
    print.mockRestore()
  }
}

test('a movie is told by its size, a sequence by its frames too', () => {
  expect(printed(null)).toBe('#7 attempt 1 at_risk: /nas/x.mov (5 KB) in 1.3 s')
  expect(printed(1)).toBe('#7 attempt 1 at_risk: /nas/x.mov (5 KB) in 1.3 s')
  expect(printed(50)).toBe('#7 attempt 1 at_risk: /nas/x.mov (5 KB, 50 frames) in 1.3 s')
})
