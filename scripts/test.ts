import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

// npm test [-- 16|18] [vitest arguments]: the whole suite on PostgreSQL 18, the SQL suite on 16.
const root = join(import.meta.dirname, '..')
const results = join(root, 'node_modules', '.cache', 'test')
const suites: Readonly<Record<string, readonly string[]>> = {
  '18': [],
  '16': ['test/sql', 'test/views', 'test/database'],
}

type Counts = { readonly passed: number; readonly failed: number }

function runSuite(version: string, filters: readonly string[]): Counts {
  console.log(`\nPostgreSQL ${version}: ${filters.join(' ') || 'the whole suite'}`)
  const file = join(results, `${version}.json`)
  rmSync(file, { force: true })
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...filters], {
    cwd: root,
    env: { ...process.env, TEST_POSTGRES: version },
    stdio: 'inherit',
  })
  return counts(file, status)
}

/** A run that broke before or beside its tests (a setup, an unhandled error) counts as one failure. */
function counts(file: string, status: number | null): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const failed = Number(report.numFailedTests)
  return { passed: Number(report.numPassedTests), failed: failed === 0 && status !== 0 ? 1 : failed }
}

mkdirSync(results, { recursive: true })
const args = process.argv.slice(2)
const version = args[0] !== undefined && args[0] in suites ? args.shift() : undefined
const runs = Object.keys(suites)
  .sort((a, b) => Number(b) - Number(a))
  .filter((v) => version === undefined || v === version)
  .map((v) => runSuite(v, args.length > 0 ? args : (suites[v] ?? [])))
const passed = runs.reduce((sum, run) => sum + run.passed, 0)
const failed = runs.reduce((sum, run) => sum + run.failed, 0)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
