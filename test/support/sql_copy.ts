import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqlDir } from '../../src/database/layers/files.ts'

/** A copy of sql/ that a test may change. */
export type SqlCopy = {
  readonly dir: string
  /** Write a file, given the present text; `null` removes it. */
  edit(path: string, change: (text: string) => string | null): Promise<void>
  remove(): Promise<void>
}

export async function copySql(): Promise<SqlCopy> {
  const dir = await mkdtemp(join(tmpdir(), 'hub-sql-'))
  await cp(sqlDir, dir, { recursive: true })
  return {
    dir,
    edit: async (path, change) => {
      const file = join(dir, path)
      const text = change(await readFile(file, 'utf8').catch(() => ''))
      await (text === null ? rm(file) : writeFile(file, text))
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  }
}
