import { parseArgs } from 'node:util'
import { type Regime, regimeNamed } from '../../src/simulator/labelled/types.ts'

export type DetectionOptions = {
  readonly help: boolean
  readonly days: number
  readonly seeds: readonly number[]
  readonly regimes: readonly Regime[]
  readonly faults: number
  readonly twins: boolean
  readonly literal: boolean
  readonly parallel: number
  readonly into: string | undefined
  readonly dir: string | undefined
}

export const help = `npm run bench -- detection [options]

Runs the labelled simulation against the real SQL and judges every alert.

options
  --days <n>        simulated days of each run (default 5)
  --seeds <a-b>     seeds; 1 to 999 are for tuning, from 1000 on for reporting (default 1000-1000)
  --regimes <list>  such as normal/3,high/6/pollers (default: low, normal and high load x 2, 3 and 6
                    workers, and normal/3/pollers)
  --faults <n>      faults a day on average (default 2)
  --no-twins        leave out the quiet twins: the same seeds without faults
  --no-literal      leave out the specification's literal rules
  --parallel <n>    databases side by side (default 2)
  --into <file>     where the results go; by default into bench/results, with reporting seeds only
  --dir <folder>    where the server keeps its files`

const usual = [
  ...['low', 'normal', 'high'].flatMap((load) => [2, 3, 6].map((workers) => `${load}/${workers}`)),
  'normal/3/pollers',
].join(',')

export function readDetectionOptions(args: string[]): DetectionOptions {
  const { values } = parseArgs({
    args,
    allowNegative: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      days: { type: 'string', default: '5' },
      seeds: { type: 'string', default: '1000-1000' },
      regimes: { type: 'string', default: usual },
      faults: { type: 'string', default: '2' },
      twins: { type: 'boolean', default: true },
      literal: { type: 'boolean', default: true },
      parallel: { type: 'string', default: '2' },
      into: { type: 'string' },
      dir: { type: 'string' },
    },
  })
  const [from = Number.NaN, to = from] = values.seeds.split('-').map(Number)
  if (!Number.isInteger(from) || !Number.isInteger(to) || to < from)
    throw new Error(`"${values.seeds}": write 1000-1009`)
  return {
    help: values.help,
    days: positive('days', values.days),
    seeds: Array.from({ length: to - from + 1 }, (_, n) => from + n),
    regimes: values.regimes.split(',').map(regimeNamed),
    faults: positive('faults', values.faults),
    twins: values.twins,
    literal: values.literal,
    parallel: positive('parallel', values.parallel),
    into: values.into,
    dir: values.dir,
  }
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${name} "${text}" is not a number above 0`)
  return value
}
