import { parse } from 'libpg-query'
import { checkFunctions } from './functions.ts'
import {
  checkKinds,
  checkMigration,
  checkTriggers,
  checkViews,
  type SqlFile,
  statementsOf,
} from './statements.ts'
import type { Tree } from './tree.ts'

/** What is wrong with one file of sql/, in words. */
export async function lintFile(file: SqlFile): Promise<string[]> {
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
