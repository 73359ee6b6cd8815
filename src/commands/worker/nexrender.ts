import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { type Command, Option } from 'commander'
import { numberFrom, wholeNumber } from '../../arguments.ts'
import { findDatabaseUrl } from '../../database/find.ts'
import { readCatalogue } from '../../siblings/ae/catalogue.ts'
import { createClient, type NexrenderClient, ServerAway } from '../../siblings/ae/nexrender/client.ts'
import { createNexrender, sweepDrafts } from '../../siblings/ae/nexrender/render.ts'
import { RendererClosed } from '../../siblings/ae/types.ts'
import { UserError } from '../../user_error.ts'
import { configOf } from '../config.ts'
import { list, runToEnd, tell, usableFolder } from './run.ts'

type Flags = {
  readonly url: string
  readonly secret: string
  readonly templates: string
  readonly out: string
  readonly renderOut?: string
  readonly nas?: string
  readonly nasPause: number
  readonly assets?: string
  readonly jobs: number
  readonly only?: readonly string[]
  readonly count?: number
  readonly host: string
  readonly poll: number
  readonly timeout: number
  readonly stall: number
  readonly patience: number
  readonly minBytes: number
}

/** `hub worker nexrender`: render by After Effects through a nexrender-server. */
export function registerNexrender(worker: Command): void {
  const day = 86_400
  worker
    .command('nexrender')
    .description('render by After Effects through nexrender-server; Ctrl-C hands back what is held')
    .requiredOption('--url <url>', 'nexrender-server, as http://127.0.0.1:3000')
    .addOption(new Option('--secret <text>', 'its secret').env('NEXRENDER_SECRET').default('', 'none'))
    .requiredOption('--templates <file>', 'catalogue of templates, YAML or JSON (docs/templates.md)')
    .requiredOption('--out <dir>', 'folder the render PC writes to, as this PC finds it')
    .option('--render-out <path>', 'the same folder as the render PC finds it, as D:\\renders')
    .option('--nas <dir>', 'copy finished files there and report the copy')
    .option('--nas-pause <s>', 'between two of three tries when the NAS is away', numberFrom(0, day), 30)
    .option('--assets <url>', 'folder of images and videos as the render PC finds it, as file:///D:/assets/')
    .option('--jobs <n>', 'how many at once: one for each render PC', wholeNumber, 1)
    .option('--only <a,b>', 'take only these templates of the catalogue', list)
    .option('--count <n>', 'stop after so many jobs', wholeNumber)
    .option('--host <name>', 'name under which the worker registers', hostname())
    .option('--poll <s>', 'between two looks at a job', numberFrom(0.05, 60), 1)
    .option('--timeout <s>', 'how long a job may wait in nexrender, and render', numberFrom(1, day), 1800)
    .option('--stall <s>', 'how long a render may show no change', numberFrom(1, day), 600)
    .option('--patience <s>', 'how long nexrender-server may be away', numberFrom(0, day), 300)
    .option('--min-bytes <n>', 'a smaller file is not a picture', wholeNumber, 1024)
    .action((flags: Flags, command: Command) => nexrender(flags, command))
}

async function nexrender(flags: Flags, command: Command): Promise<void> {
  const catalogue = await readCatalogue(flags.templates)
  const names = catalogue.templates.map(({ name }) => name)
  const strange = flags.only?.find((name) => !names.includes(name))
  if (strange !== undefined) {
    throw new UserError(`--only: "${strange}" is not in ${flags.templates}`, `It has: ${names.join(', ')}`)
  }
  const client = createClient(httpUrl(flags.url), flags.secret)
  const url = await findDatabaseUrl(configOf(command))
  const out = await usableFolder(flags.out)
  const nas = flags.nas === undefined ? null : await mountedFolder(flags.nas)
  const templates = flags.only ?? names
  await checkSecret(client)
  await sweepDrafts(out, 7 * 86_400_000)
  const ms = (seconds: number): number => seconds * 1000
  const render = createNexrender({
    client,
    catalogue,
    out,
    renderOut: flags.renderOut ?? out,
    assets: flags.assets?.replace(/\/*$/, '/') ?? null,
    nas: nas === null ? null : { dir: nas, tries: 3, pause: ms(flags.nasPause) },
    follow: {
      poll: ms(flags.poll),
      timeout: ms(flags.timeout),
      stall: ms(flags.stall),
      patience: ms(flags.patience),
    },
    verify: { minBytes: flags.minBytes, patience: 60_000, look: 500 },
    warn: (message) => console.error(message),
  })
  const enough = await runToEnd({
    url,
    host: flags.host,
    client: 'automation_hub-nexrender',
    capabilities: ['nexrender', ...templates.map((name) => `template:${name}`)],
    templates,
    jobs: flags.jobs,
    count: flags.count ?? Number.POSITIVE_INFINITY,
    render,
    ready: () => knock(client),
    tell,
  })
  if (!enough) process.exitCode = 1
}

/** With a wrong secret not one job could be done, so none is claimed. A server that is away is waited for later. */
async function checkSecret(client: NexrenderClient): Promise<void> {
  try {
    await client.knock()
  } catch (error) {
    if (error instanceof ServerAway) return
    if (!(error instanceof RendererClosed)) throw error
    throw new UserError(
      error.message,
      'Give the secret that nexrender-server was started with: --secret or NEXRENDER_SECRET.',
      { cause: error },
    )
  }
}

/** Once shut out, a server that is away is none that takes work again. */
async function knock(client: NexrenderClient): Promise<void> {
  await client.knock().catch((error) => {
    throw error instanceof ServerAway ? new RendererClosed(error.message, { cause: error }) : error
  })
}

/** Never made here: a NAS that is not mounted would become a folder of the local disk. */
async function mountedFolder(dir: string): Promise<string> {
  const found = await stat(dir).catch(() => null)
  if (!found?.isDirectory()) throw new UserError(`--nas: there is no folder ${dir}`, 'Is the NAS mounted?')
  return usableFolder(dir, '--nas')
}

function httpUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new UserError(`--url: ${text} is not an http address`, 'Give it as http://127.0.0.1:3000')
}
