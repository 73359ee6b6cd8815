import { expect } from 'vitest'
import { settingNotes } from '../../src/http/language/setting_notes.ts'
import { test } from '../support/database.ts'

test('every setting is described in Korean, too, and nothing else is', async ({ client }) => {
  const { rows } = await client.query('select key from hub.settings')
  expect(Object.keys(settingNotes).toSorted()).toEqual(rows.map(({ key }) => key).toSorted())
})
