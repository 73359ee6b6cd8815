import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Part } from './support/part.ts'
import { type Measured, type Results, readResults } from './support/results.ts'
import { table } from './support/table.ts'

const file = join(import.meta.dirname, '..', 'docs', 'benchmarks.md')
const begin = '<!-- begin: written by `npm run bench -- report` -->'
const end = '<!-- end -->'

/** Write the tables of the newest results of each part into the document, so that no number in it is typed by hand. */
export async function writeReport(parts: readonly Part<unknown>[]): Promise<string> {
  const found = await findResults()
  const text = await readFile(file, 'utf8')
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`${file} has no marks to write between`)
  const sections = found.flatMap((results) => describeResults(results, newestIn(results, found, parts)))
  await writeFile(file, `${before}${begin}\n\n${sections.join('\n\n')}\n\n${end}${after}`)
  return file
}

type Found = { readonly path: string; readonly results: Results }

/** All that was kept, oldest first; detection has a form and a document of its own. */
async function findResults(): Promise<Found[]> {
  const paths = await Array.fromAsync(glob('results/[0-9]*.json', { cwd: import.meta.dirname }))
  const found = await Promise.all(
    paths.sort().map(async (path) => ({ path, results: await readResults(join(import.meta.dirname, path)) })),
  )
  if (found.length === 0) throw new Error('there are no results yet: npm run bench')
  return found
}

/** The parts that were never measured again after these results. */
function newestIn(
  { results }: Found,
  all: readonly Found[],
  parts: readonly Part<unknown>[],
): Part<unknown>[] {
  const at = (key: string, of: Results): string => of.parts[key]?.at ?? ''
  return parts.filter(
    ({ key }) => results.parts[key] && all.every((other) => at(key, other.results) <= at(key, results)),
  )
}

function describeResults({ path, results }: Found, parts: readonly Part<unknown>[]): string[] {
  if (parts.length === 0) return []
  const { settings, ...machine } = results.machine
  const facts = Object.entries({ ...machine, settings: list(settings) })
  const sections = parts.flatMap((part) => {
    const measured = results.parts[part.key] as Measured
    return [`### (${part.key}) ${part.title}`, part.summarize(measured.rows), conditions(measured)]
  })
  return [
    `Every single measurement: [bench/${path}](../bench/${path}).`,
    table(
      ['machine', ''],
      facts.map(([name, value]) => [name, String(value)]),
    ),
    ...sections,
  ]
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
