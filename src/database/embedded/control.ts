import { spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import type { Account } from './account.ts'

/** How one of PostgreSQL's programs ended. */
export type Outcome = { readonly code: number | null; readonly output: string }

/**
 * Run one of PostgreSQL's programs to its end. Output goes to a file, not to a pipe: the server
 * that pg_ctl leaves behind would hold a pipe open for ever.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly account: Account; readonly outputFile: string },
): Promise<Outcome> {
  const output = await open(options.outputFile, 'w', 0o600)
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(program, args, {
        ...options.account,
        stdio: ['ignore', output.fd, output.fd],
        // Messages in English whatever the machine speaks: some of them are read below.
        env: { ...process.env, LC_ALL: 'C', PGDATA: undefined, PGPORT: undefined },
        windowsHide: true,
      })
      child.once('error', reject)
      child.once('exit', resolve)
    })
    return { code, output: await readFile(options.outputFile, 'utf8') }
  } finally {
    await output.close()
  }
}

/** The end of a log, for a message. */
export function lastLines(text: string, count = 12): string {
  return text.trimEnd().split(/\r?\n/).slice(-count).join('\n')
}
