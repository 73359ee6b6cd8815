import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Counts, resultsDir, summary, total } from './lib/test_results.ts'

// npm test [-- 16|18] [vitest arguments]: the whole suite on PostgreSQL 18, the SQL suite on 16, the Python
// client on both. With vitest arguments the Python client is left out.
const root = join(import.meta.dirname, '..')
const suites: Readonly<Record<string, readonly string[]>> = {
  '18': [],
  '16': ['test/sql', 'test/views', 'test/database'],
}

/** The real nexrender of the tests has a lockfile of its own. */
function ensureNexrender(): void {
  const dir = join(root, 'test', 'nexrender')
  const { devDependencies } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
  if (Object.keys(devDependencies).every((name) => existsSync(join(dir, 'node_modules', name)))) return
  const { status } = spawnSync('npm', ['ci'], {
    cwd: dir,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('test/nexrender: npm ci failed')
}

function runSuite(version: string, filters: readonly string[]): void {
  console.log(`\nPostgreSQL ${version}: ${filters.join(' ') || 'the whole suite'}`)
  const report = join(resultsDir, `${version}.json`)
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...filters], {
    cwd: root,
    env: { ...process.env, TEST_POSTGRES: version },
    stdio: 'inherit',
  })
  writeFileSync(join(resultsDir, `${version}.counts.json`), JSON.stringify(countsOf(version, report, status)))
}

type Report = {
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

/** A run that broke before or beside its tests (a setup, an unhandled error) counts as one failure. */
function countsOf(version: string, report: string, status: number | null): Counts {
  const broken = `PostgreSQL ${version}: the run itself`
  if (!existsSync(report)) return { passed: 0, failed: 1, failures: [broken] }
  const { numPassedTests, testResults }: Report = JSON.parse(readFileSync(report, 'utf8'))
  const failures = testResults.flatMap(({ name, status: verdict, assertionResults }) => {
    const file = `PostgreSQL ${version}: ${relative(root, name)}`
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0 && verdict === 'failed') return [file] // it did not load
    return failed.map(({ fullName }) => `${file} > ${fullName}`)
  })
  if (failures.length === 0 && status !== 0) failures.push(broken)
  return { passed: numPassedTests, failed: failures.length, failures }
}

ensureNexrender()
rmSync(resultsDir, { recursive: true, force: true })
mkdirSync(resultsDir, { recursive: true })
const args = process.argv.slice(2)
const only = args[0] !== undefined && args[0] in suites ? args.shift() : undefined
for (const version of ['18', '16'].filter((v) => only === undefined || v === only)) {
  if (args.length === 0) {
    // before the suite: test/e2e has its Python half only where the client is installed
    spawnSync(process.execPath, [join(root, 'test', 'python', 'run.ts'), version], {
      cwd: root,
      stdio: 'inherit',
    })
  }
  runSuite(version, args.length > 0 ? args : (suites[version] ?? []))
}
console.log(`\n${summary(resultsDir)}`)
process.exitCode = total(resultsDir).failed === 0 ? 0 : 1
