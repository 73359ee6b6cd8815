import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { findings, findingsThatHold, simulation } from '../support/detecting.ts'

test('the last tick is longer ago than blind.after: found until the next one', async ({ client }) => {
  const clock = await simulation(client)
  expect(await findings(client, 'detectors_blind', clock(100))).toEqual([]) // never watched: nothing to tell
  await client.query('select * from hub.tick($1)', [clock(0)])
  expect(await findings(client, 'detectors_blind', clock(15))).toEqual([])
  expect(await findingsThatHold(client, 'detectors_blind', clock(42.5))).toMatchObject([
    {
      subject: 'tick',
      event_type: 'alert',
      severity: 'warning',
      since: new Date(clock(0)),
      title: expect.stringMatching(/^Nobody watched for 42 seconds, since \d\d:\d\d KST:/),
      title_ko: expect.stringMatching(/^\d\d:\d\d KST 이후 42초 동안 감시가 멈춤/),
      evidence: { seconds: 42, thresholds: { 'blind.after': 15 } },
    },
  ])
  await client.query('select * from hub.tick($1)', [clock(43)])
  expect(await findings(client, 'detectors_blind', clock(44))).toEqual([])
})
