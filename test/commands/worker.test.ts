import { expect, test, vi } from 'vitest'
import { tell } from '../../src/commands/worker/run.ts'
import type { WorkerNews } from '../../src/siblings/ae/types.ts'

type Completed = Extract<WorkerNews, { kind: 'completed' }>

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
