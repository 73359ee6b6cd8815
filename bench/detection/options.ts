import { parseArgs } from 'node:util'
import { type Regime, regimeNamed } from '../../src/simulator/labelled/types.ts'

const tasks = ['judge', 'storm', 'closed', 'report'] as const

export type DetectionOptions = {
  readonly help: boolean
  readonly task: (typeof tasks)[number]
  readonly days: number
  readonly seeds: readonly number[]
  readonly regimes: readonly Regime[]
  readonly faults: number
  /** Seconds between ticks. */
  readonly tick: number
  readonly twins: boolean
  readonly literal: boolean
  readonly parallel: number
  readonly into: string | undefined
  readonly dir: string | undefined
}

export const help = `npm run bench -- detection [judge|storm|closed|report] [options]

Runs the labelled simulation against the real SQL and judges every alert (judge, the default).

  storm   5 000 jobs wait, 300 are rendered, all workers die: what people are told
  closed  the same simulation with every remedy on: what is left for a person
  report  measures nothing: writes the newest results into docs/detection-quality.md

options
  --days <n>        simulated days of each run (default 5)
  --seeds <a-b>     1 to 999 are for tuning, from 1000 on for reporting (default 1000)
  --regimes <list>  such as normal/3,high/6/pollers (default: low, normal and high load x 2, 3 and 6
                    workers, and normal/3/pollers)
  --faults <n>      faults a day on average (default 2)
  --tick <n>        seconds between ticks, as long as anything waits or runs (default 60; a hub ticks
                    every 5 and oftener)
  --no-twins        leave out the quiet twins: the same seeds without faults
  --no-literal      leave out the specification's literal rules
  --parallel <n>    databases side by side (default 2)
  --into <file>     where the results go; by default into bench/results, reporting seeds only
  --dir <folder>    where the server keeps its files`

const usual = [
  ...['low', 'normal', 'high'].flatMap((load) => [2, 3, 6].map((workers) => `${load}/${workers}`)),
  'normal/3/pollers',
].join(',')

export function readDetectionOptions(args: string[]): DetectionOptions {
  const { values, positionals } = parseArgs({
    args,
    allowNegative: true,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      days: { type: 'string', default: '5' },
      seeds: { type: 'string', default: '1000' },
      regimes: { type: 'string', default: usual },
      faults: { type: 'string', default: '2' },
      tick: { type: 'string', default: '60' },
      twins: { type: 'boolean', default: true },
      literal: { type: 'boolean', default: true },
      parallel: { type: 'string', default: '2' },
      into: { type: 'string' },
      dir: { type: 'string' },
    },
  })
  const task = tasks.find((name) => name === (positionals[0] ?? 'judge'))
  if (!task) throw new Error(`"${positionals[0]}": there are ${tasks.join(', ')}`)
  return {
    ...values,
    task,
    days: positive('days', values.days),
    seeds: seedsOf(values.seeds),
    regimes: values.regimes.split(',').map(regimeNamed),
    faults: positive('faults', values.faults),
    tick: positive('tick', values.tick),
    parallel: positive('parallel', values.parallel),
    into: values.into,
    dir: values.dir,
  }
}

function seedsOf(text: string): number[] {
  const [from = Number.NaN, to = from] = text.split('-').map(Number)
  if (!Number.isInteger(from) || !(to >= from)) throw new Error(`--seeds "${text}": write 1000-1009`)
  return Array.from({ length: to - from + 1 }, (_, n) => from + n)
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${name} "${text}" is not a number above 0`)
  return value
}
