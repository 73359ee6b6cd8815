import { resolve } from 'node:path'
import { watch } from 'chokidar'
import { isExportName } from './files.ts'
import { createFollower, type FollowOptions } from './follow.ts'

export type WatchOptions = FollowOptions & {
  /** Files and folders; in folders every export, also ones that come later. */
  readonly paths: readonly string[]
  /** Taken first, in this order. */
  readonly first: readonly string[]
  /** Look every so many milliseconds instead of being told: for network drives. */
  readonly pollMs?: number | undefined
  /** The system cannot watch something. */
  readonly onTrouble: (error: unknown) => void
}

/** Follow files and folders until the signal. */
export async function watchExports(options: WatchOptions): Promise<void> {
  const follower = createFollower(options)
  for (const path of options.first) follower.touch(resolve(path))
  const paths = options.paths.map((path) => resolve(path))
  const named = new Set(paths)
  const watcher = watch(paths, {
    ignored: (path, stats) => stats?.isFile() === true && !named.has(path) && !isExportName(path),
    ...(options.pollMs ? { usePolling: true, interval: options.pollMs, binaryInterval: options.pollMs } : {}),
  })
  watcher.on('add', (path) => follower.touch(resolve(path)))
  watcher.on('change', (path) => follower.touch(resolve(path)))
  watcher.on('error', options.onTrouble)
  try {
    await follower.run()
  } finally {
    await watcher.close()
  }
}
