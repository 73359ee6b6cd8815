import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Part } from './support/part.ts'
import { type Measured, type Results, readResults } from './support/results.ts'
import { table } from './support/table.ts'

const file = join(import.meta.dirname, '..', 'docs', 'benchmarks.md')
const begin = '<!-- begin: written by `npm run bench -- report` -->'
const end = '<!-- end -->'

/** Write the tables of the newest results into the document, so that no number in it is typed by hand. */
export async function writeReport(parts: readonly Part<unknown>[]): Promise<string> {
  const newest = await findNewest()
  const text = await readFile(file, 'utf8')
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`${file} has no marks to write between`)
  await writeFile(file, `${before}${begin}\n\n${describeResults(newest, parts)}\n\n${end}${after}`)
  return file
}

type Found = { readonly path: string; readonly results: Results }

async function findNewest(): Promise<Found> {
  const paths = await Array.fromAsync(glob('results/*.json', { cwd: import.meta.dirname }))
  const found = await Promise.all(
    paths.map(async (path) => ({ path, results: await readResults(join(import.meta.dirname, path)) })),
  )
  const latest = ({ results }: Found): string =>
    String(
      Object.values(results.parts)
        .map(({ at }) => at)
        .sort()
        .at(-1),
    )
  const newest = found.sort((a, b) => (latest(a) < latest(b) ? -1 : 1)).at(-1)
  if (!newest) throw new Error('there are no results yet: npm run bench')
  return newest
}

function describeResults({ path, results }: Found, parts: readonly Part<unknown>[]): string {
  const { settings, ...machine } = results.machine
  const facts = Object.entries({ ...machine, settings: list(settings) })
  const sections = parts.flatMap((part) => {
    const measured = results.parts[part.key]
    return measured
      ? [`### (${part.key}) ${part.title}`, part.summarize(measured.rows), conditions(measured)]
      : []
  })
  return [
    `Every single measurement: [bench/${path}](../bench/${path}).`,
    table(
      ['machine', ''],
      facts.map(([name, value]) => [name, String(value)]),
    ),
    ...sections,
  ].join('\n\n')
}

function conditions({ conditions, rows, at, commit, sql }: Measured): string {
  const { variants, systems, ...others } = conditions
  const named = Object.entries({ ...(variants ?? systems ?? {}) }).map(([name, what]) => `- ${name}: ${what}`)
  const when = `Measured ${at.slice(0, 16).replace('T', ' ')} UTC at commit ${commit ?? 'unknown'}, sql ${sql}`
  const rounds = Math.max(...rows.map((row) => (row as { round?: number }).round ?? 0))
  return [`${when}; rounds ${rounds}, ${list(others)}.`, ...(named.length > 0 ? ['', ...named] : [])].join(
    '\n',
  )
}

function list(values: unknown): string {
  return Object.entries(values ?? {})
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}
