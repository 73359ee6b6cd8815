import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'

/** A process under test, read line by line. */
export type Running = {
  readonly child: ChildProcess
  /** Everything it has said so far. */
  readonly said: readonly string[]
  /** The first line from now on, or one said already, that fits. */
  line(pattern: RegExp): Promise<string>
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
}

/** Run a TypeScript file of the repository in a Node of its own. */
export function runNode(file: string, args: readonly string[], options: SpawnOptions = {}): Running {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'pipe'], ...options })
  const said: string[] = []
  const waiting = new Set<() => void>()
  const hear = (line: string): void => {
    said.push(line)
    for (const look of waiting) look()
  }
  const readers: Interface[] = [child.stdout, child.stderr].flatMap((stream) =>
    stream ? [createInterface(stream).on('line', hear)] : [],
  )
  const ended = Promise.all([once(child, 'exit'), ...readers.map((reader) => once(reader, 'close'))]).then(
    ([[code, signal]]) => (code ?? signal) as number | NodeJS.Signals,
  )
  const line = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = said.find((text) => pattern.test(text))
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
      void ended.then((how) => reject(new Error(`ended with ${how} before ${pattern}:\n${said.join('\n')}`)))
    })
  return { child, said, line, ended }
}
