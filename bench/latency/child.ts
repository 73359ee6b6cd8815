import { fork } from 'node:child_process'
import { once } from 'node:events'
import { holdChild } from '../support/children.ts'

/** One side of a measurement in a process of its own, so that neither delays the other. */
export type Side = {
  /** Send a message, wait for the answer. */
  ask<Answer>(message: unknown): Promise<Answer>
  end(): Promise<void>
}

/** Run a file of this folder; it answers each message with one. The first answer says that it is ready. */
export async function startSide(file: string, args: readonly string[]): Promise<Side> {
  const child = holdChild(
    fork(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' }),
  )
  const ended = once(child, 'exit')
  const answer = async <Answer>(): Promise<Answer> => {
    const [first] = await Promise.race([once(child, 'message'), ended.then(() => [undefined])])
    if (first === undefined) throw new Error(`${file} ${args[0]} has ended`)
    return first as Answer
  }
  await answer()
  return {
    ask: (message) => {
      const answered = answer()
      child.send(message as object)
      return answered as Promise<never>
    },
    end: async () => {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

/** Milliseconds on a clock that all processes of the machine share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
