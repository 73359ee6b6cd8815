import { glob, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse } from 'libpg-query'
import { checkFunctions } from './lint/functions.ts'
import {
  checkKinds,
  checkMigration,
  checkTriggers,
  checkViews,
  type SqlFile,
  statementsOf,
} from './lint/statements.ts'
import type { Tree } from './lint/tree.ts'

// Parse every file under sql/ with PostgreSQL 18's own grammar and hold it to the house rules.
// Only running on an older server proves the older server.
const root = join(import.meta.dirname, '..', 'sql')

async function lintFile(file: SqlFile): Promise<string[]> {
  // graphile-migrate 1.x takes it for a comment, and nothing is included.
  const included = /^\s*--!\s*include\b/im.test(file.text)
    ? ['"--! include" does nothing in this version']
    : []
  const crlf = file.text.includes('\r') ? ['line ends must be LF'] : []
  try {
    const sql = file.folder === 'samples' ? withoutPsql(file.text) : file.text
    const statements = statementsOf(sql, ((await parse(sql)).stmts ?? []) as unknown as Tree[])
    const checks = [checkKinds, checkMigration, checkTriggers, checkViews]
    const plain = checks.flatMap((check) => check(file, statements))
    return [...included, ...crlf, ...plain, ...(await checkFunctions(file, statements))]
  } catch (error) {
    return [...included, `does not parse: ${(error as Error).message}`]
  }
}

/** Samples are for psql: its variables and the commands at the end of a line are not SQL. */
function withoutPsql(text: string): string {
  return text.replace(/\\\w.*$/gm, ';').replace(/(?<!:):(?:'\w+'|"\w+"|\w+)/g, 'null')
}

const problems: string[] = []
const paths = (await Array.fromAsync(glob('**/*.sql', { cwd: root })))
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
for (const path of paths) {
  const text = await readFile(join(root, path), 'utf8')
  const file = { path, folder: path.split('/')[0] ?? '', stem: basename(path, '.sql'), text }
  problems.push(...(await lintFile(file)).map((problem) => `sql/${path}: ${problem}`))
}
for (const problem of problems) console.error(problem)
console.log(`${paths.length} files of SQL, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
