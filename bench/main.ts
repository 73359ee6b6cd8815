import { createHelp, readOptions } from './options.ts'
import { parts } from './parts.ts'
import { writeReport } from './report.ts'
import { giveUpTidily } from './support/give_up.ts'
import { describeMachine, describeSources } from './support/machine.ts'
import { type Measured, mergeResults, resultsFile, writeResults } from './support/results.ts'
import { createHubTemplate, startServer } from './support/server.ts'

const options = readOptions(process.argv.slice(2), parts)

if (options.help) console.log(createHelp(parts))
else if (options.report) console.log(`written: ${await writeReport(parts)}`)
else await measure()

async function measure(): Promise<void> {
  const say = (line: string): void => console.log(`${new Date().toTimeString().slice(0, 8)} ${line}`)
  await using open = new AsyncDisposableStack()
  giveUpTidily(open)
  const server = await startServer(say, options.dir)
  open.defer(() => server.stop())
  await createHubTemplate(server, say)

  const machine = await describeMachine(server)
  const sources = await describeSources(server)
  const measured: Record<string, Measured> = {}
  for (const part of options.parts) {
    say(`(${part.key}) ${part.title}`)
    const at = new Date().toISOString()
    const result = await part.run({ server, quick: options.quick, say, only: options.only })
    measured[part.key] = { at, ...sources, ...result }
    console.log(`\n${part.summarize(result.rows)}\n`)
  }
  const results = { machine, parts: measured }
  const [first] = Object.values(measured)
  if (options.into) {
    await mergeResults(options.into, results)
    say(`merged into ${options.into}`)
  } else if (options.complete && first) {
    await writeResults(resultsFile(first), results)
    say(`saved: ${resultsFile(first)}`)
  } else {
    say('not saved: only a complete run is')
  }
}
