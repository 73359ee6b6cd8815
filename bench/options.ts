import { parseArgs } from 'node:util'
import type { Only, Part } from './support/part.ts'

/** What a person asked for. */
export type Options = {
  readonly help: boolean
  readonly report: boolean
  readonly parts: readonly Part<unknown>[]
  readonly quick: boolean
  readonly dir: string | undefined
  readonly into: string | undefined
  readonly only: Only
  /** Nothing was left out: worth keeping. */
  readonly complete: boolean
}

export function createHelp(parts: readonly Part<unknown>[]): string {
  return `npm run bench -- [parts] [options]

parts (all of them when none is named)
${parts.map(({ key, title }) => `  ${key}       ${title}`).join('\n')}
  report  measure nothing, write the tables of the newest results into docs/benchmarks.md

npm run bench -- detection [..]   how good the alarms are: see its --help and docs/detection-quality.md

options
  --quick            one short round of everything: does it work at all? Nothing is saved
                     unless --into says where
  --dir <folder>     where the server keeps its files; a real disk
  --into <file>      put what is measured into these results, in the place of its former measurement
  --rounds <n>       rounds instead of 3
  --seconds <n>      seconds of each measurement of parts a and b
  --variants <list>  of part a: only these, such as bare,everything; without_100, _200, _300, _500
                     and _900 leave a band of triggers out, to see what it costs
  --writers <list>   of part a: only these numbers of writers, such as 8,32
  --listeners <list> of part a: idle, busy
  --node             of part a: writers in Node even where there is a pgbench`
}

export function readOptions(args: string[], parts: readonly Part<unknown>[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      quick: { type: 'boolean', default: false },
      dir: { type: 'string' },
      into: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      variants: { type: 'string' },
      writers: { type: 'string' },
      listeners: { type: 'string' },
      node: { type: 'boolean', default: false },
    },
  })
  const report = positionals.includes('report')
  const named = report ? [] : positionals.map((key) => partNamed(key, parts))
  const only = {
    ...(values.rounds && { rounds: countOf(values.rounds) }),
    ...(values.seconds && { seconds: countOf(values.seconds) }),
    ...(values.variants && { variants: values.variants.split(',') }),
    ...(values.writers && { writers: values.writers.split(',').map(countOf) }),
    ...(values.node && { generator: 'node' as const }),
    ...(values.listeners && { listeners: values.listeners.split(',') }),
  }
  return {
    help: values.help,
    report,
    parts: named.length > 0 ? named : parts,
    quick: values.quick,
    dir: values.dir,
    into: values.into,
    only,
    complete: named.length === 0 && !values.quick && Object.keys(only).length === 0,
  }
}

function partNamed(key: string, parts: readonly Part<unknown>[]): Part<unknown> {
  const part = parts.find((candidate) => candidate.key === key)
  if (!part) throw new Error(`there is no part "${key}"; parts are ${parts.map((p) => p.key).join(', ')}`)
  return part
}

function countOf(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new Error(`"${text}" is not a whole number from 1 on`)
  return count
}
