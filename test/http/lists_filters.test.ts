import { describe, expect } from 'vitest'
import { keyOf, test } from './list_support.ts'

/** What is there, what is asked, and the ids that answer it, in order. `old` was recorded two days before the rest. */
type Case = readonly [query: string, ids: readonly unknown[]]
const list = (path: string, fill: string, cases: readonly Case[]) => ({ path, fill, cases })

const worker = '00000000-0000-0000-0000-00000000000'
const since = encodeURIComponent(new Date(Date.now() - 86_400_000).toISOString())

const lists = [
  list(
    '/api/hands',
    `insert into hands (id, table_id, hand_number, source, hand_rank, is_premium, session_id, started_at, duplicate_of, voided_at, void_reason, recorded_at) values
      (1, 'a', 1, 'rfid', 'royal_flush', true, null, null, null, null, null, now() - interval '2 days'),
      (2, 'a', 2, 'rfid', 'one_pair', false, 638961224831992165, now(), null, null, null, now()),
      (3, 'b', 2, 'manual', null, false, null, null, null, now(), 'x', now()),
      (4, 'b', 3, 'csv', null, false, null, null, 3, null, null, now())`,
    [
      ['', [4, 3, 2, 1]],
      ['table=a', [2, 1]],
      ['table=b&hand_number=2', [3]],
      ['source=manual', [3]],
      ['source=rfid', [2, 1]],
      ['rank=royal_flush', [1]],
      ['premium=true', [1]],
      ['premium=false', [4, 3, 2]],
      ['voided=true', [3]],
      ['voided=false&table=b', [4]],
      ['duplicate=true', [4]],
      ['duplicate=false', [3, 2, 1]],
      ['session=638961224831992165', [2]],
      [`since=${since}`, [4, 3, 2]],
      [`until=${since}`, [1]],
      [`since=${since}&until=2199-01-01T00:00:00Z&table=a`, [2]],
      ['table=c', []],
    ],
  ),
  list(
    '/api/instructions',
    `insert into hands (id, table_id, hand_number) values (7, 'a', 1), (8, 'a', 2), (9, 'b', 1);
     insert into render_instructions (id, template_name, status, priority, eligible_at, not_before, completed_at, started_at, lease_expires_at, cancelled_at, error_class, worker_id, hand_id, rule_id, trigger_id, recorded_at) values
      (1, 'x', 'completed', 5, null, null, now(), now(), null, null, null, '${worker}1', 7, 1, '7', now() - interval '2 days'),
      (2, 'x', 'failed', 5, null, null, now(), now(), null, null, 'permanent', '${worker}1', 9, null, '9', now()),
      (3, 'y', 'processing', 5, null, null, null, now(), now(), null, null, '${worker}2', 8, null, '8', now()),
      (4, 'y', 'pending', 5, now(), null, null, null, null, null, null, null, 7, null, '7', now()),
      (5, 'x', 'pending', 1, now(), null, null, null, null, null, 'retryable', null, null, null, 'tournament:EV1:level:3', now()),
      (6, 'x', 'pending', 1, null, now() + interval '1 hour', null, null, null, null, null, null, null, null, 'tournament:EV10', now()),
      (7, 'y', 'cancelled', 5, null, null, null, null, null, now(), null, null, null, null, 'EV1', now())`,
    [
      ['', [7, 6, 5, 4, 3, 2, 1]],
      ['order=newest', [7, 6, 5, 4, 3, 2, 1]],
      ['order=queue', [5, 4]],
      ['order=queue&template=y', [4]],
      ['status=pending', [6, 5, 4]],
      ['status=processing', [3]],
      ['status=failed', [2]],
      ['status=cancelled', [7]],
      ['status=completed', [1]],
      ['template=x', [6, 5, 2, 1]],
      ['template=x&status=pending', [6, 5]],
      ['table=a', [3, 4, 1]], // by hand: 8, 7, 7
      ['table=a&status=completed', [1]],
      ['table=b', [2]],
      [`table=a&since=${since}`, [3, 4]],
      [`table=a&until=${since}`, [1]],
      ['tournament=EV1', [7, 5]],
      ['tournament=EV10', [6]],
      ['tournament=EV', []],
      ['tournament=%25', []],
      [`worker=${worker}1`, [2, 1]],
      [`worker=${worker}2&table=a`, [3]],
      ['hand=7', [4, 1]],
      ['hand=7&table=a&template=y', [4]],
      ['rule=1', [1]],
      ['rule=1&table=a', [1]],
      ['trigger_id=EV1', [7]],
      ['trigger_id=8&table=a', [3]],
      ['error_class=permanent', [2]],
      ['error_class=permanent&table=a', []],
      [`since=${since}`, [7, 6, 5, 4, 3, 2]],
      [`until=${since}`, [1]],
    ],
  ),
  list(
    '/api/outputs',
    `insert into render_instructions (id, template_name, status, completed_at, hand_id) values (1, 'x', 'completed', now(), 7), (2, 'x', 'completed', now(), null);
     insert into render_outputs (id, instruction_id, status, output_path, recorded_at) values
      (1, 1, 'completed', '/1', now() - interval '2 days'), (2, 2, 'completed', '/2', now()), (3, 1, 'failed', '/3', now())`,
    [
      ['', [3, 2, 1]],
      ['status=failed', [3]],
      ['status=completed', [2, 1]],
      ['instruction=1', [3, 1]],
      ['hand=7', [3, 1]],
      ['hand=8', []],
      [`since=${since}`, [3, 2]],
      [`until=${since}`, [1]],
    ],
  ),
  list(
    '/api/events',
    `insert into monitoring_events (id, event_type, kind, severity, state, subject, title, acknowledged_at, acknowledged_by, resolved_at, created_at) values
      (1, 'alert', 'stall', 'critical', 'resolved', 'global', 't', now(), 'ann', now(), now() - interval '2 days'),
      (2, 'anomaly', 'stale_pending', 'warning', 'firing', 'template:x', 't', null, null, null, now()),
      (3, 'warning', 'stall', 'error', 'recovering', 'global', 't', now(), 'ann', null, now())`,
    [
      ['', [3, 2, 1]],
      ['severity=error', [3]],
      ['severity=error&resolved=false', [3]],
      ['resolved=false', [3, 2]],
      ['resolved=true', [1]],
      ['kind=stall', [3, 1]],
      ['kind=stall&resolved=true', [1]],
      ['state=firing', [2]],
      ['state=resolved', [1]],
      ['event_type=anomaly', [2]],
      ['subject=global', [3, 1]],
      ['acknowledged=true', [3, 1]],
      ['acknowledged=false', [2]],
      [`since=${since}`, [3, 2]],
      [`until=${since}`, [1]],
    ],
  ),
  list(
    '/api/actions',
    `insert into hub.actions (id, actor, verb, subject, reason, at) overriding system value values
      (1, 'ann', 'pause', 'scope:queue', 'r', now() - interval '2 days'), (2, 'bob', 'resume', 'scope:queue', 'r', now()),
      (3, 'hub:stall', 'retry_instruction', 'instruction:4', 'r', now())`,
    [
      ['', [3, 2, 1]],
      ['actor=ann', [1]],
      ['verb=resume', [2]],
      ['subject=scope:queue', [2, 1]],
      ['automatic=true', [3]],
      ['automatic=false', [2, 1]],
      [`since=${since}`, [3, 2]],
      [`until=${since}`, [1]],
    ],
  ),
  list(
    '/api/workers',
    `insert into hub.workers (id, host, registered_at, last_seen_at, lost_at) values
      ('${worker}1', 'ae-1', now() - interval '2 days', now() - interval '2 days', null), ('${worker}2', 'ae-1', now(), now(), null),
      ('${worker}3', 'ae-2', now(), now(), now()), ('${worker}4', 'ae-3', now() - interval '1 hour', now(), null);
     insert into render_instructions (template_name, status, worker_id, started_at, lease_expires_at) values ('x', 'processing', '${worker}4', now(), now())`,
    [
      ['', [`${worker}3`, `${worker}2`, `${worker}4`, `${worker}1`]],
      ['host=ae-1', [`${worker}2`, `${worker}1`]],
      ['state=idle', [`${worker}2`]],
      ['state=busy', [`${worker}4`]],
      ['state=gone', [`${worker}3`, `${worker}1`]],
      ['state=silent', []],
      ['gone=false', [`${worker}2`, `${worker}4`]],
      ['gone=true&host=ae-2', [`${worker}3`]],
    ],
  ),
  list(
    '/api/pauses',
    `insert into hub.pauses (id, scope, paused_by, reason, resumed_at, resumed_by) overriding system value values
      (1, 'queue', 'ann', 'r', now(), 'ann'), (2, 'template:x', 'ann', 'r', null, null)`,
    [
      ['', [2, 1]],
      ['active=true', [2]],
      ['active=false', [1]],
      ['scope=queue', [1]],
    ],
  ),
  list(
    '/api/tournaments',
    `insert into tournaments (id, name, event_code, event_type, end_date) values
      (1, 'n', 'EV1', 'PLO', now() - interval '1 day'), (2, 'n', 'EV2', 'HOLDEM', null), (3, 'n', 'EV3', 'HOLDEM', now() + interval '1 day')`,
    [
      ['', [3, 2, 1]],
      ['event_code=EV1', [1]],
      ['event_type=HOLDEM', [3, 2]],
      ['running=true', [3, 2]],
      ['running=false', [1]],
    ],
  ),
  list('/api/rules', `delete from hub.render_rules where name not in ('all_in', 'chip_flow')`, [
    ['event=all_in', [expect.any(Number)]],
    ['enabled=false', [expect.any(Number)]],
    ['enabled=true&event=chip_lead_change', []],
    ['template=nothing', []],
  ]),
  list(
    '/api/channels',
    `insert into hub.channels (id, name, kind, enabled) overriding system value values (1, 'b', 'slack', true), (2, 'a', 'email', false)`,
    [
      ['', [2, 1]],
      ['kind=email', [2]],
      ['enabled=true', [1]],
    ],
  ),
  list(
    '/api/routes',
    `insert into hub.routes (id, name, channel_id, position, enabled) overriding system value values (1, 'b', 7, 20, true), (2, 'a', 8, 30, false), (3, 'c', 8, 10, true)`,
    [
      ['', [3, 1, 2]],
      ['channel=8', [3, 2]],
      ['enabled=false', [2]],
    ],
  ),
  list(
    '/api/notifications',
    `insert into hub.notifications (id, channel_id, route_id, event_id, story_id, reason, state, sent_at, created_at) overriding system value values
      (1, 7, 1, 4, 9, 'first', 'sent', now(), now() - interval '1 day'), (2, 8, 2, 5, 9, 'resolved', 'queued', null, now())`,
    [
      ['', [2, 1]],
      ['channel=7', [1]],
      ['route=2', [2]],
      ['event=4', [1]],
      ['story=9', [2, 1]],
      ['state=queued', [2]],
      ['reason=first', [1]],
      [`since=${new Date(Date.now() - 3_600_000).toISOString()}`, [2]],
    ],
  ),
  list(
    '/api/settings',
    `delete from hub.settings where key not in ('stale.minutes', 'premium.min_rank', 'premium_', 'time_zone')`,
    [
      ['', ['premium.min_rank', 'stale.minutes', 'time_zone']],
      ['prefix=premium.', ['premium.min_rank']],
      ['prefix=%25', []],
    ],
  ),
]

describe('what is asked for is what comes', () => {
  test.for(lists)('$path', async ({ path, fill, cases }, { client, get }) => {
    await client.query('set session_replication_role = replica')
    await client.query(fill)
    await client.query('reset session_replication_role')
    for (const [query, ids] of cases) {
      const { status, body } = await get(`${path}?${query}`)
      expect([query, status, body.items?.map(keyOf) ?? body]).toEqual([query, 200, ids])
    }
  })
})

describe('what cannot be asked is refused, with the field', () => {
  const wrong: Readonly<Record<string, readonly string[]>> = {
    '/api/hands': [
      'table=%00',
      `table=${'x'.repeat(51)}`,
      'table=a&hand_number=x',
      'hand_number=1',
      'table=a&hand_number=99999999999',
      'session=-1',
      'session=9999999999999999999',
      'source=x',
      'rank=x',
      'premium=yes',
      'voided=1',
      'duplicate=',
      'since=yesterday',
      'since=2026-11-24T00:00:00',
      'until=9999-01-01T00:00:00Z',
      'format=xml',
    ],
    '/api/instructions': [
      'order=oldest',
      'status=done',
      'template=%00',
      'tournament=%00',
      'worker=ae-1',
      'hand=0',
      'hand=9999999999999999999',
      'rule=x',
      'trigger_id=%00',
      'error_class=x',
      'order=queue&status=pending',
      'order=queue&table=a',
      'since=0001-01-01T00:00:00Z',
    ],
    '/api/outputs': ['status=x', 'instruction=x', 'hand=-1', 'since=x', 'until=x'],
    '/api/events': [
      'severity=x',
      'resolved=maybe',
      'state=x',
      'event_type=x',
      'kind=%00',
      'subject=%00',
      'acknowledged=x',
    ],
    '/api/actions': ['actor=%00', 'verb=%00', 'subject=%00', 'automatic=x', 'since=x'],
    '/api/workers': ['host=%00', 'state=asleep', 'gone=x'],
    '/api/pauses': ['active=x', 'scope=%00'],
    '/api/tournaments': ['event_type=x', 'running=x', 'event_code=%00'],
    '/api/rules': ['enabled=x', 'event=%00'],
    '/api/settings': ['prefix=%00'],
    '/api/channels': ['kind=pigeon', 'enabled=x'],
    '/api/routes': ['channel=x', 'enabled=x'],
    '/api/notifications': ['channel=x', 'route=x', 'event=x', 'story=x', 'state=x', 'reason=x', 'since=x'],
  }
  test.for(Object.entries(wrong))('%s', async ([path, queries], { get }) => {
    for (const query of queries) {
      const { status, body } = await get(`${path}?${query}`)
      const field = query.split('&').at(-1)?.split('=')[0]
      expect([query, status, body.code, body.errors?.[0]?.path]).toEqual([
        query,
        400,
        'UB400',
        `query.${field}`,
      ])
    }
  })
})
