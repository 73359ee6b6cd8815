import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { past } from './history.ts'

const delayed = `select template_name, priority, delayed::int, round(extract(epoch from now() - waiting_since) / 60)::int as minutes
  from hub.delayed_work(now()) order by 1, 2`
const waiting = (template_name: string, priority: number, eligible_at: string) => ({
  template_name,
  priority,
  eligible_at,
  created_at: '9 hours',
  recorded_at: '9 hours',
})

test('the wait counts from eligible_at, and each priority has its own limit', async ({ tx }) => {
  await past(tx, 'render_instructions', [
    waiting('a', 5, '31 minutes'),
    waiting('a', 5, '29 minutes'),
    waiting('a', 1, '6 minutes'),
    waiting('b', 2, '9 minutes'),
  ])
  expect((await tx.query(delayed)).rows).toEqual([
    { template_name: 'a', priority: 1, delayed: 1, minutes: 6 },
    { template_name: 'a', priority: 5, delayed: 1, minutes: 31 },
    { template_name: 'b', priority: 2, delayed: 0, minutes: 9 },
  ])
})

test('what waits on purpose is left out, and after a resume the wait begins again', async ({ tx }) => {
  await past(tx, 'render_instructions', [waiting('a', 5, '31 minutes'), waiting('b', 5, '31 minutes')])
  await tx.query(`select hub.pause('template:a', 'ann', 'broken')`)
  expect((await tx.query(delayed)).rows).toMatchObject([{ template_name: 'b', delayed: 1 }])
  await tx.query(`select hub.resume('template:a', 'ann', 'mended')`)
  expect((await tx.query(delayed)).rows).toMatchObject([
    { template_name: 'a', delayed: 0, minutes: 0 },
    { template_name: 'b', delayed: 1, minutes: 31 },
  ])
  await tx.query(`select hub.pause('queue', 'ann', 'break')`)
  expect((await tx.query(delayed)).rows).toEqual([])
})

test('deferred rows and rows of the future do not wait', async ({ tx }) => {
  await past(tx, 'render_instructions', [
    { template_name: 'a', not_before: 'tomorrow' },
    waiting('a', 5, '-1 hour'),
  ])
  expect((await tx.query(delayed)).rows).toEqual([])
})
