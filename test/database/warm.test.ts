import { expect } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import { appRole } from '../../src/database/prepare.ts'
import { warm } from '../../src/database/warm.ts'
import { aHand, anInstruction, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'

test('connections are opened ahead, and what is asked on them may be asked by the hub', async ({
  url,
  client,
}) => {
  const { pool, close } = openDatabase(url, { role: appRole, max: 5, min: 3 })
  await warm(pool, 3, () => false) // an empty database, too
  expect([pool.totalCount, pool.idleCount]).toEqual([3, 3])
  await insert(client, 'hands', aHand())
  await insert(client, 'render_instructions', anInstruction())
  await warm(pool, 3, () => false)
  expect([pool.totalCount, pool.idleCount]).toEqual([3, 3])
  await close()
})

test('a hub that ends does not wait for it, and gives back what it holds', async ({ url }) => {
  const { pool, close } = openDatabase(url, { role: appRole, max: 5 })
  let asked = 0
  await warm(pool, 3, () => ++asked > 4)
  expect(pool.idleCount).toBe(pool.totalCount)
  await close()
})
