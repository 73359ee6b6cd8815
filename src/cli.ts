import { Command, CommanderError } from 'commander'
import { DatabaseError } from 'pg'
import { addConfigOptions } from './commands/config.ts'
import { registerDemo } from './commands/demo.ts'
import { registerImport } from './commands/import.ts'
import { registerIngest } from './commands/ingest.ts'
import { registerMigrate } from './commands/migrate.ts'
import { registerNotify } from './commands/notify.ts'
import { registerServe } from './commands/serve.ts'
import { registerSimulate } from './commands/simulate.ts'
import { registerStatus } from './commands/status.ts'
import { registerTemplates } from './commands/templates.ts'
import { registerToken } from './commands/token.ts'
import { registerWorker } from './commands/worker.ts'
import { isOutage } from './database/outage.ts'
import { UserError } from './user_error.ts'

const failed = 1
const wrongUsage = 2

/** Every command of the hub, one file each in commands/. */
export function createProgram(): Command {
  const program = new Command('hub')
    .description('automation_hub: hands go in, finished graphics come out')
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
  registerServe(program)
  registerMigrate(program)
  registerIngest(program)
  registerImport(program)
  registerDemo(program)
  registerNotify(program)
  registerSimulate(program)
  registerStatus(program)
  registerTemplates(program)
  registerToken(program)
  registerWorker(program)
  addConfigOptions(program)
  return program
}

/** Run one command; the exit code says how it ended: 0 done, 1 failed, 2 wrong usage. */
export async function runCli(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = report(error)
  }
}

function report(error: unknown): number {
  // Commander has printed help or complaint itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUsage
  if (error instanceof UserError) complain(error.message, error.hint)
  else if (error instanceof DatabaseError) complain(`${error.message} (${error.code})`, error.hint)
  else if (isOutage(error))
    complain(
      `the database does not answer: ${(error as Error).message}`,
      'Is the hub, or the server of DATABASE_URL, running?',
    )
  else console.error(error)
  return failed
}

function complain(message: string, hint?: string): void {
  console.error(hint ? `${message}\n${hint}` : message)
}

if (import.meta.main) void runCli(process.argv.slice(2))
