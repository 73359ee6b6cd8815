import { glob, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { lintFile } from './lint/file.ts'

// Parse every file under sql/ with PostgreSQL 18's own grammar and hold it to the house rules.
// Only running on an older server proves the older server.
const root = join(import.meta.dirname, '..', 'sql')

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
