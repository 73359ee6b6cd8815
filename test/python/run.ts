import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startTestServer } from '../support/server.ts'
import { ensureTemplate } from '../support/template.ts'

// node test/python/run.ts 16|18 [pytest arguments]: the tests of clients/python against that PostgreSQL. Without Python
// they are left out, and that is said; what fails to install is a failure.
type Counts = { readonly passed: number; readonly failed: number }

const root = join(import.meta.dirname, '..', '..')
const project = join(root, 'clients', 'python')
const venv = join(root, 'node_modules', '.cache', 'python')
const bin = join(venv, process.platform === 'win32' ? 'Scripts' : 'bin')

// Where `npm test` gathers the counts of its runs.
const results = join(root, 'node_modules', '.cache', 'test')

const version = process.argv[2] ?? '18'
const python = findPython()
if (python === undefined) {
  console.log('\nPython client: left out, there is no Python 3.11 or newer with venv on this machine')
} else {
  console.log(`\nPython client on PostgreSQL ${version}`)
  const counts = install(python) ? await test() : { passed: 0, failed: 1 }
  mkdirSync(results, { recursive: true })
  writeFileSync(join(results, `python-${version}.counts.json`), JSON.stringify(counts))
  console.log(`Python client: ${counts.passed} passed, ${counts.failed} failed`)
  process.exitCode = counts.failed === 0 ? 0 : 1
}

function findPython(): string | undefined {
  const fits = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
  return ['python3', 'python', 'python3.13', 'python3.12', 'python3.11'].find(
    (name) => spawnSync(name, ['-c', fits], { stdio: 'ignore' }).status === 0,
  )
}

/** A virtual environment with the exact versions of pyproject.toml, made again when that file changes. */
function install(name: string): boolean {
  const wanted = createHash('sha256')
    .update(readFileSync(join(project, 'pyproject.toml')))
    .digest('hex')
  const stamp = join(venv, 'made_for')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true
  rmSync(venv, { recursive: true, force: true })
  const run = (program: string, ...args: string[]): boolean =>
    spawnSync(program, args, { stdio: 'inherit' }).status === 0
  const made =
    run(name, '-m', 'venv', venv) &&
    run(join(bin, 'python'), '-m', 'pip', 'install', '--quiet', '--editable', `${project}[test]`)
  if (made) writeFileSync(stamp, wanted)
  else console.log('Python client: its packages could not be installed')
  return made
}

async function test(): Promise<Counts> {
  const server = await startTestServer(version)
  try {
    const report = join(results, `python-${version}.xml`)
    mkdirSync(results, { recursive: true })
    rmSync(report, { force: true })
    const { status } = spawnSync(
      join(bin, 'python'),
      ['-m', 'pytest', `--junitxml=${report}`, ...process.argv.slice(3)],
      {
        cwd: project,
        env: {
          ...process.env,
          HUB_TEST_ADMIN_URL: server.url,
          HUB_TEST_TEMPLATE: await ensureTemplate(server.url),
          PYTHONDONTWRITEBYTECODE: '1',
        },
        stdio: 'inherit',
      },
    )
    return countsOf(report, status)
  } finally {
    await server.stop()
  }
}

/** A run that broke before or beside its tests counts as one failure. */
function countsOf(report: string, status: number | null): Counts {
  const [suite = ''] = existsSync(report)
    ? (/<testsuite\s[^>]*>/.exec(readFileSync(report, 'utf8')) ?? [])
    : []
  const count = (name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0)
  const failed = count('failures') + count('errors')
  const passed = count('tests') - failed - count('skipped')
  return { passed, failed: failed === 0 && status !== 0 ? 1 : failed }
}
