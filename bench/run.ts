import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

// The peers are packages of their own: fetched when they are needed for the first time.
if (!existsSync(join(import.meta.dirname, 'node_modules'))) {
  const options = { cwd: import.meta.dirname, stdio: 'inherit', shell: process.platform === 'win32' } as const
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], options)
  if (status !== 0) process.exit(status ?? 1)
}
// Detection is measured apart from speed: hours instead of minutes, and nothing of it is about this machine.
if (process.argv[2] === 'detection') await import('./detection/main.ts')
else await import('./main.ts')
