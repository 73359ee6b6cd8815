import { hostname } from 'node:os'
import type { Command } from 'commander'
import { numberFrom, wholeNumber } from '../../arguments.ts'
import { findDatabaseUrl } from '../../database/find.ts'
import { hasKorean } from '../../siblings/ae/fonts.ts'
import { createStub } from '../../siblings/ae/stub.ts'
import { PlannedFailure } from '../../siblings/ae/types.ts'
import { configOf } from '../config.ts'
import { list, runToEnd, tell, usableFolder } from './run.ts'

type StubFlags = {
  readonly out: string
  readonly count?: number
  readonly failRate: number
  readonly permanentRate: number
  readonly seconds: number
  readonly seed: string
  readonly host: string
  readonly templates?: readonly string[]
}

/** `hub worker stub`: a renderer without After Effects. */
export function registerStub(worker: Command): void {
  worker
    .command('stub')
    .description('render the layer data as PNG, without After Effects; Ctrl-C hands back what is held')
    .requiredOption('--out <dir>', 'folder for the pictures')
    .option('--count <n>', 'stop after so many jobs', wholeNumber)
    .option('--fail-rate <p>', 'share of attempts that fail on purpose, 0 to 1', numberFrom(0, 1), 0)
    .option('--permanent-rate <p>', 'share of attempts that fail on purpose, for good', numberFrom(0, 1), 0)
    .option(
      '--seconds <s>',
      'how long a job takes on average, as After Effects would',
      numberFrom(0, 3600),
      0,
    )
    .option('--seed <text>', 'the same seed fails the same attempts', 'stub')
    .option('--host <name>', 'name under which the worker registers', hostname())
    .option('--templates <a,b>', 'take only these templates', list)
    .action((flags: StubFlags, command: Command) => stub(flags, command))
}

async function stub(flags: StubFlags, command: Command): Promise<void> {
  const url = await findDatabaseUrl(configOf(command))
  const out = await usableFolder(flags.out)
  if (!hasKorean()) {
    console.error(
      'no font here has Korean letters, they become boxes: install Noto Sans KR (Debian: fonts-noto-cjk)',
    )
  }
  const faults = { unplanned: 0 }
  const templates = flags.templates ?? null
  const enough = await runToEnd({
    url,
    host: flags.host,
    client: 'automation_hub-stub',
    capabilities: ['png', ...(templates ?? []).map((name) => `template:${name}`)],
    templates,
    count: flags.count ?? Number.POSITIVE_INFINITY,
    render: createStub({ ...flags, out }),
    tell: (news) => {
      if (news.kind === 'failed' && !(news.error instanceof PlannedFailure)) faults.unplanned += 1
      tell(news)
    },
  })
  if (faults.unplanned > 0 || !enough) process.exitCode = 1
}
