import { describe, expect } from 'vitest'
import { aHand, anInstruction, insert } from '../support/builders.ts'
import { test } from './support.ts'

describe('GET /api/data-flow', () => {
  test('tells the whole story of a hand, exact to the last digit', async ({ app, client }) => {
    const hand = await insert(
      client,
      'hands',
      aHand({ session_id: '638961224831992165', started_at: '2025-10-16T08:25:17.0907267Z' }),
    )
    const instruction = await insert(
      client,
      'render_instructions',
      anInstruction({
        trigger_type: 'hand_completed',
        trigger_id: hand,
        layer_data_json: { Chips: '22,975,000' },
      }),
    )
    const { rows } = await client.query("select hub.register_worker('ae-01') as worker")
    await client.query('select from hub.claim_instructions($1)', [rows[0].worker])
    await client.query("select hub.fail_instruction($1, 1, 'Nexrender 503')", [instruction])
    await client.query("select hub.retry_instruction($1, 'ann', 'NAS is back')", [instruction])
    await client.query('select from hub.claim_instructions($1)', [rows[0].worker])
    await client.query(
      `select hub.complete_instruction($1, 2, '/out/1.png', 2048, 1, '{"checksum": "c0ffee"}')`,
      [instruction],
    )

    const answer = await app.request(`/api/data-flow?hand_id=${hand}`)
    expect(answer.status).toBe(200)
    // biome-ignore lint/suspicious/noExplicitAny: the shape is what is being tested
    const story = (await answer.json()) as any
    expect(story.hand).toMatchObject({ id: Number(hand), session_id: '638961224831992165', pot_size: 1500 })
    expect(story.instructions).toMatchObject([
      { id: Number(instruction), status: 'completed', attempt: 2, layer_data_json: { Chips: '22,975,000' } },
    ])
    expect(story.outputs).toMatchObject([
      { attempt: 2, output_path: '/out/1.png', file_size: 2048, checksum: 'c0ffee' },
    ])
    expect(story.attempts).toMatchObject([
      { attempt: 1, outcome: 'failed', error_class: 'retryable', claimed_by: 'ae-01' },
      { attempt: 2, outcome: 'completed' },
    ])
    expect(story.events.map((event: { kind: string }) => event.kind)).toEqual([
      'hand.recorded',
      'instruction.created',
      'instruction.claimed',
      'instruction.failed',
      'instruction.retried',
      'instruction.claimed',
      'output.recorded',
      'instruction.completed',
    ])
    expect(story.events[0].doc.session_id).toBe('638961224831992165')
    expect(story.events[4]).toMatchObject({ actor: 'ann', reason: 'NAS is back' })
    expect(story.status_chain).toBe('Hand → RenderInstruction → RenderOutput')
    expect(story.steps).toMatchObject([{ state: 'recorded' }, { state: 'completed' }, { state: 'completed' }])
    expect(story.truncated).toBe(false)
  })

  test('no such hand: 404 with the code that psql shows, and where to look over HTTP', async ({ app }) => {
    const answer = await app.request('/api/data-flow?hand_id=7')
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toEqual({
      status: 404,
      code: 'UB404',
      title: 'no such thing',
      detail: 'no hand "7"',
      hint: 'Look it up: GET /api/hands.',
      request_id: answer.headers.get('x-request-id'),
    })
  })

  test.for([
    '',
    '?hand_id=',
    '?hand_id=0',
    '?hand_id=-1',
    '?hand_id=1.5',
    '?hand_id=abc',
    '?hand_id=1%20or%201=1',
    '?hand_id=99999999999999999999',
    '?hand_id=1&hand_id=2',
    '?hand_id=%00',
  ])('a bad query is refused: %s', async (query, { app }) => {
    const answer = await app.request(`/api/data-flow${query}`)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      status: 400,
      code: 'UB400',
      detail: expect.stringMatching(/^hand_id: /),
    })
  })
})
