import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { table } from '../support/table.ts'
import type { ClosedRow } from './closed.ts'
import { type Measured, newestDetection } from './file.ts'
import type { Storm } from './storm.ts'
import { kindsTable, messagesTable, regimesTable, twinsTable } from './table.ts'

const path = join(import.meta.dirname, '..', '..', 'docs', 'detection-quality.md')
const begin = '<!-- begin: written by `npm run bench -- detection report` -->'
const end = '<!-- end -->'

/** Write the tables of the newest results into the document, so that no number in it is typed by hand. */
export async function writeQuality(): Promise<string> {
  const { name, file } = await newestDetection()
  const text = await readFile(path, 'utf8')
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`${path} has no marks to write between`)
  const when = `Measured ${file.at.slice(0, 16).replace('T', ' ')} UTC at commit ${file.commit ?? 'unknown'}, sql ${file.sql}.`
  const source = `Every run: [bench/results/${name}](../bench/results/${name}).`
  await writeFile(path, `${before}${begin}\n\n${when} ${source}\n\n${describeAll(file)}\n\n${end}${after}`)
  return path
}

/** All that was measured, as tables. */
export function describeAll({ rows: all = [], storm, closed = [] }: Measured): string {
  const sections: string[] = []
  const rows = all.filter(({ tick = 60 }) => tick >= 60)
  const quick = all.filter(({ tick = 60 }) => tick < 60)
  if (rows.length > 0) {
    sections.push(
      section('All regimes together', kindsTable(rows)),
      section('By regime', regimesTable(rows)),
      section("The specification's rules word for word, on the same runs", kindsTable(rows, 'literal')),
      section('Quiet twins: the same seeds without faults', twinsTable(rows)),
      section('What people are shown', messagesTable(rows)),
    )
  }
  if (quick.length > 0) {
    const ticks = [...new Set(quick.map(({ tick }) => tick))].join(', ')
    sections.push(
      section(`Ticks every ${ticks} seconds, as a hub makes them`, kindsTable(quick)),
      section('Quiet twins of these', twinsTable(quick)),
    )
  }
  if (storm) sections.push(section('Storm', stormTable(storm)))
  if (closed.length > 0) sections.push(section('Closed loop', closedTable(closed)))
  return sections.join('\n\n')
}

function section(title: string, body: string): string {
  return `### ${title}\n\n${body}`
}

function stormTable(storm: Storm): string {
  return table(
    ['storm', ''],
    [
      ['waiting, and in the hands of workers that die', `${storm.pending}, ${storm.processing}`],
      ['alerts people see', `${storm.visible.length}: ${storm.visible.join(', ')}`],
      ['times that anything appeared', storm.messages],
      ['alerts hidden behind them', `${storm.hidden.length}`],
      [
        'instructions concerned, and counted as theirs by open alerts',
        `${storm.concerned}, ${storm.accounted}`,
      ],
      ['slowest tick', `${storm.slowestTick} ms`],
    ],
  )
}

function closedTable(rows: readonly ClosedRow[]): string {
  const sum = (of: (row: ClosedRow) => number, some = rows): number =>
    some.reduce((total, row) => total + of(row), 0)
  const line = (name: string, some: readonly ClosedRow[]): (string | number)[] => {
    const [faults, closed] = [sum((row) => row.faults, some), sum((row) => row.closed, some)]
    const [retried, rendered] = [sum((row) => row.retried, some), sum((row) => row.rendered, some)]
    return [
      name,
      sum((row) => row.days, some),
      faults,
      closed,
      share(closed, faults),
      retried,
      rendered,
      share(rendered, retried),
      sum((row) => row.twice, some),
    ]
  }
  const regimes = [...new Set(rows.map(({ regime }) => regime))]
  const acts = new Map<string, number>()
  for (const row of rows)
    for (const [actor, count] of Object.entries(row.acts)) acts.set(actor, (acts.get(actor) ?? 0) + count)
  const days = sum((row) => row.days)
  return [
    table(
      [
        'regime',
        'days',
        'faults felt',
        'closed without a person',
        'share',
        'retried',
        'rendered then',
        'share',
        'rendered twice',
      ],
      [
        ...regimes.map((regime) =>
          line(
            regime,
            rows.filter((row) => row.regime === regime),
          ),
        ),
        line('all', rows),
      ],
    ),
    table(
      ['acted', 'times', 'a day'],
      [...acts].sort().map(([actor, count]) => [actor, count, (count / days).toFixed(1)]),
    ),
  ].join('\n\n')
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : (part / whole).toFixed(3).replace(/^0/, '')
}
