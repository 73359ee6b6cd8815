import { giveUpTidily } from '../support/give_up.ts'
import { type ClosedRow, measureClosed } from './closed.ts'
import { type Databases, startDatabases } from './databases.ts'
import { keepMeasured, type Measured } from './file.ts'
import { measureRun, type RunRow, type RunWish } from './measure.ts'
import { help, readDetectionOptions } from './options.ts'
import { describeAll, writeQuality } from './report.ts'
import { runStorm } from './storm.ts'

const options = readDetectionOptions(process.argv.slice(3))
let keeping = Promise.resolve('')
const say = (line: string): void => console.log(`${new Date().toTimeString().slice(0, 8)} ${line}`)

if (options.help) console.log(help)
else if (options.task === 'report') say(`written: ${await writeQuality()}`)
else await measure()

async function measure(): Promise<void> {
  await using open = new AsyncDisposableStack()
  giveUpTidily(open)
  const databases = await startDatabases(say, options.dir)
  open.defer(() => databases.server.stop())
  const measured: Measured =
    options.task === 'storm'
      ? { storm: await databases.use(runStorm) }
      : options.task === 'closed'
        ? { closed: await closeAll(databases) }
        : { rows: await judgeAll(databases) }
  console.log(`\n${describeAll(measured)}\n`)
  say(await keep(measured, databases))
}

/** After each run, one after another: a night of runs must not hang on the last one. */
function keep(measured: Measured, { server }: Databases): Promise<string> {
  keeping = keeping.then(() => keepMeasured(measured, server, options.into))
  return keeping
}

async function judgeAll(databases: Databases): Promise<RunRow[]> {
  const { days, literal, faults, seeds, regimes, twins, tick } = options
  const wishes = seeds.flatMap((seed) =>
    regimes.flatMap((regime): RunWish[] => [
      { regime, seed, days, faultsPerDay: faults, literal, tick },
      ...(twins ? [{ regime, seed, days, faultsPerDay: 0, literal, tick }] : []),
    ]),
  )
  return inParallel(wishes, async (wish) => {
    const row = await databases.use((url) => measureRun(url, wish))
    const speed = Math.round((days * 86_400) / row.seconds)
    const name = `${row.regime} seed ${row.seed}${row.twin ? ' quiet' : ''}`
    say(`${name}: ${days} days in ${row.seconds} s (${speed}x), ${row.orders} orders`)
    await keep({ rows: [row] }, databases)
    // with its time, so that it can be looked up at once
    for (const [kind, { examples }] of Object.entries(row.kinds)) {
      for (const example of examples) console.log(`           ${kind} ${example}`)
    }
    return row
  })
}

async function closeAll(databases: Databases): Promise<ClosedRow[]> {
  const wishes = options.seeds.flatMap((seed) => options.regimes.map((regime) => ({ regime, seed })))
  return inParallel(wishes, async ({ regime, seed }) => {
    const row = await databases.use((url) => measureClosed(url, regime, seed, options.days))
    say(
      `${row.regime} seed ${seed}: ${row.closed} of ${row.faults} faults closed, ${row.rendered} of ${row.retried} retried rendered`,
    )
    for (const left of row.left) console.log(`           left: ${left}`)
    await keep({ closed: [row] }, databases)
    return row
  })
}

async function inParallel<Wish, Row>(
  wishes: readonly Wish[],
  work: (wish: Wish) => Promise<Row>,
): Promise<Row[]> {
  const left = [...wishes.entries()]
  const rows: Row[] = []
  const take = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) rows[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: options.parallel }, take))
  return rows
}
