import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { UserError } from '../../user_error.ts'

/** Is this the name of an export? */
export function isExportName(path: string): boolean {
  return path.toLowerCase().endsWith('.json')
}

/**
 * Exports among files and folders, folders searched to the bottom. Sorted by file name, which
 * holds the session's time, so that hands come in the order in which they were played.
 */
export async function findExports(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(exportsIn))
  return [...new Set(found.flat())].sort((a, b) => compare(basename(a), basename(b)) || compare(a, b))
}

async function exportsIn(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile() && isExportName(entry.name))
    return files.map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    throw new UserError(
      `cannot read ${path}: ${(error as Error).message}`,
      'Name files or folders of exports.',
      {
        cause: error,
      },
    )
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
