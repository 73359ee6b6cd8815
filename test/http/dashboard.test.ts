import { describe, expect } from 'vitest'
import { aHand, anInstruction, insert } from '../support/builders.ts'
import { test } from './support.ts'

describe('GET /api/dashboard', () => {
  test('an empty database: nothing is wrong, and nothing is made up', async ({ app }) => {
    const answer = await app.request('/api/dashboard')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      projects: {
        feature_table: { status: 'idle', last_activity: null, hands_today: 0 },
        sub: { status: 'idle', instructions_created: 0 },
        ae: { status: 'idle', worker_status: { online: 0, busy: 0, silent: 0 }, outputs_completed: 0 },
      },
      metrics: {
        throughput_1h: null,
        avg_latency_1h: null,
        error_rate_1h: null,
        queue_depth: { pending: 0, processing: 0 },
      },
      active_alerts: [],
      data_flow_health: { orphan_hands: 0, delayed_instructions: 0, completion_rate: null },
    })
  })

  test('a hand, one finished and one waiting instruction, a worker at work', async ({ app, client }) => {
    await insert(client, 'hands', aHand())
    for (const priority of [1, 2, 3]) {
      await insert(client, 'render_instructions', anInstruction({ template_name: 'x', priority }))
    }
    const { rows } = await client.query("select hub.register_worker('ae-01') as worker")
    const { worker } = rows[0]
    await client.query('select id from hub.claim_instructions($1, 2)', [worker])
    await client.query("select hub.complete_instruction(1, 1, '/out/1.png')")

    const answer = (await (await app.request('/api/dashboard')).json()) as Dashboard
    expect(answer.projects.feature_table).toMatchObject({ status: 'ok', hands_today: 1 })
    expect(Date.parse(answer.projects.feature_table.last_activity)).toBeGreaterThan(Date.now() - 60_000)
    expect(answer.projects.sub).toEqual({ status: 'ok', instructions_created: 3 })
    expect(answer.projects.ae).toEqual({
      status: 'ok',
      worker_status: { online: 1, busy: 1, silent: 0 },
      outputs_completed: 1,
    })
    expect(answer.metrics.queue_depth).toEqual({ pending: 1, processing: 1 })
    expect(answer.metrics.throughput_1h).toBe(1)
    expect(answer.metrics.error_rate_1h).toBe(0)
    expect(answer.metrics.avg_latency_1h).toBeGreaterThan(0)
    expect(answer.metrics.avg_latency_1h).toBeLessThan(60)
    expect(answer.data_flow_health.completion_rate).toBeCloseTo(1 / 3)
  })

  test('an open alert is listed with what can be done about it', async ({ app, client }) => {
    await client.query(
      `select hub.raise_event('stall', 'global', 'alert', 'critical', 'Nothing moves', '{"waiting": 44}', '{"verb": "retry"}')`,
    )
    const answer = (await (await app.request('/api/dashboard')).json()) as Dashboard
    expect(answer.active_alerts).toMatchObject([
      { kind: 'stall', severity: 'critical', details: { waiting: 44 }, suggested_action: { verb: 'retry' } },
    ])
    expect(answer.projects.ae.status).toBe('down')
  })
})

// biome-ignore lint/suspicious/noExplicitAny: the shape is what is being tested
type Dashboard = any
