import { startDatabases } from './databases.ts'
import { mergeRows, writeRows } from './file.ts'
import { measureRun, type RunRow, type RunWish } from './measure.ts'
import { help, readDetectionOptions } from './options.ts'
import { kindsTable, messagesTable, regimesTable, twinsTable } from './table.ts'

const options = readDetectionOptions(process.argv.slice(3))
if (options.help) console.log(help)
else await measure()

async function measure(): Promise<void> {
  const say = (line: string): void => console.log(`${new Date().toTimeString().slice(0, 8)} ${line}`)
  await using open = new AsyncDisposableStack()
  const databases = await startDatabases(say, options.dir)
  open.defer(() => databases.server.stop())
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => void open.disposeAsync().finally(() => process.exit(130)))
  }
  const { days, literal, faults } = options
  const wishes = options.seeds.flatMap((seed) =>
    options.regimes.flatMap((regime): RunWish[] => [
      { regime, seed, days, faultsPerDay: faults, literal },
      ...(options.twins ? [{ regime, seed, days, faultsPerDay: 0, literal }] : []),
    ]),
  )
  const rows: RunRow[] = []
  const work = async (): Promise<void> => {
    for (let wish = wishes.shift(); wish; wish = wishes.shift()) {
      const taken = wish
      const row = await databases.use((url) => measureRun(url, taken))
      rows.push(row)
      tell(row, say)
    }
  }
  await Promise.all(Array.from({ length: options.parallel }, work))
  rows.sort((a, b) => a.seed - b.seed || (a.regime < b.regime ? -1 : 1))
  console.log(
    `\n${kindsTable(rows)}\n\n${regimesTable(rows)}\n\n${kindsTable(rows, 'literal')}\n\n${twinsTable(rows)}\n\n${messagesTable(rows)}\n`,
  )
  const written = options.into
    ? await mergeRows(options.into, rows, databases.server)
    : await writeRows(rows, databases.server)
  say(written)
}

/** Progress, and what went wrong with its seed and time, so that it can be looked up at once. */
function tell(row: RunRow, say: (line: string) => void): void {
  const { regime, seed, days, twin, seconds } = row
  const speed = Math.round((days * 86_400) / seconds)
  say(
    `${regime} seed ${seed}${twin ? ' quiet' : ''}: ${days} days in ${seconds} s (${speed}x), ${row.orders} orders`,
  )
  for (const [kind, { examples }] of Object.entries(row.kinds)) {
    for (const example of examples) console.log(`           ${kind} ${example}`)
  }
}
