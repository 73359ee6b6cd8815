import { spawnSync } from 'node:child_process'

// On an empty database (DATABASE_URL): migrate, migrate again, then compare the generated types with
// it, or write them with --write. The second migration must find nothing to do.
function run(command: string, args: readonly string[]): string {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  process.stdout.write(stdout ?? '')
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
  return stdout
}

run('npm', ['run', '--silent', 'db:migrate'])
const second = run('npm', ['run', '--silent', 'db:migrate'])
for (const nothing of ['Already up to date', '0 laid, 0 forgotten, 0 given to hub_owner']) {
  if (!second.includes(nothing)) throw new Error(`the second migration changed something: no "${nothing}"`)
}
run('kysely-codegen', process.argv.includes('--write') ? [] : ['--verify', '--log-level=error'])
