import { cp, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** A copy of what is measured: editing the checkout meanwhile does not change a run. */
export async function takeSnapshot(into: string): Promise<string> {
  const dir = join(into, 'checkout')
  await mkdir(dir)
  for (const name of ['sql', 'src', '.gmrc', 'package.json']) {
    await cp(join(root, name), join(dir, name), { recursive: true })
  }
  await symlink(join(root, 'node_modules'), join(dir, 'node_modules'))
  return dir
}
