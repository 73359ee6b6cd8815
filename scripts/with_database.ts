import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../src/database/embedded/server.ts'

// node scripts/with_database.ts COMMAND ARGS..: run a command with DATABASE_URL naming an empty,
// throwaway database; its exit code is ours.
const [command, ...args] = process.argv.slice(2)
if (!command) throw new Error('which command?')

const dataDir = await mkdtemp(join(tmpdir(), 'automation_hub-scratch-'))
const server = await startEmbedded({
  dataDir,
  preferredPort: 5450,
  settings: { fsync: 'off' },
  durable: false,
})
try {
  process.exitCode = await new Promise<number>((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, DATABASE_URL: server.url },
      stdio: 'inherit',
      // npm and the tools in node_modules are .cmd files on Windows.
      shell: process.platform === 'win32',
    })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
} finally {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
}
