import { expect } from 'vitest'
import { mayDo, type Role, roles } from '../../src/http/access/identity.ts'
import { test } from './act_support.ts'
import { contractOf, type Operation } from './openapi_support.ts'
import { homelessApp } from './support.ts'

/** What anybody may ask, by name: whoever adds a route says which role it needs, or puts it here. */
const open = ['GET /health/live', 'GET /health/ready', 'POST /api/login', 'POST /api/logout']

const { operations } = await contractOf(homelessApp())
const nameOf = ({ method, path }: Operation): string => `${method.toUpperCase()} ${path}`
const roleOf = ({ told }: Operation): Role | undefined => told['x-role']

/** An address of a route; there is no such row, which is found out only after the role. */
const addressOf = (path: string): string =>
  path.replace('workers/{id}', 'workers/00000000-0000-0000-0000-000000000000').replace(/\{\w+\}/g, '999')

test('every route says which role it needs, but those that anybody may ask', () => {
  const silent = operations.filter((operation) => roleOf(operation) === undefined)
  expect(silent.map(nameOf).toSorted()).toEqual(open)
  for (const operation of operations.filter((each) => !silent.includes(each))) {
    expect(roles).toContain(roleOf(operation))
    expect(operation.told).toMatchObject({ security: [{ token: [] }, { session: [] }] })
  }
})

test.for(['nobody', ...roles] as const)(
  'whoever may not is refused, whoever may is not: %s',
  async (who, { as }) => {
    const identity = who === 'nobody' ? null : { name: who, role: who }
    const app = as(identity)
    const wrong: string[] = []
    for (const operation of operations) {
      const { method, path, told } = operation
      const answer = await app.request(addressOf(path), {
        method: method.toUpperCase(),
        ...(told.requestBody ? { headers: { 'content-type': 'application/json' }, body: '{}' } : {}),
      })
      await answer.body?.cancel()
      const needed = roleOf(operation)
      const may = needed === undefined || (identity !== null && mayDo(identity, needed))
      const refused = answer.status === 401 || answer.status === 403
      if (refused === may || (refused && answer.status !== (identity ? 403 : 401)))
        wrong.push(`${nameOf(operation)}: ${answer.status}, though it needs ${needed ?? 'nothing'}`)
    }
    expect(wrong).toEqual([])
  },
)
