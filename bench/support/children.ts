import type { ChildProcess } from 'node:child_process'

const running = new Set<ChildProcess>()

// However this process ends, nothing it started stays behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Let a child end with this process at the latest. */
export function holdChild<Child extends ChildProcess>(child: Child): Child {
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}
