import { type Answer, test as base, root, sender } from './act_support.ts'

/** `test` with `get`, which asks as an admin. */
export const test = base.extend('get', async ({ as }) => {
  const send = sender(as(root), 'GET')
  return (path: string): Promise<Answer> => send(path)
})

/** What a row is known by. */
export function keyOf(row: Record<string, unknown>): unknown {
  return row.id ?? row.key ?? row.name
}
