import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hintForHttp } from '../../src/http/hints.ts'
import { homelessApp } from './support.ts'

const functions = join(import.meta.dirname, '..', '..', 'sql', 'functions')

/** What only those see who work at the database: workers, pollers, the hub itself. No route leads there. */
const ofSqlAlone = new Set([
  'attend',
  'check_raw_claim',
  'claim_instructions',
  'clock',
  'drop_week',
  'findings',
  'heartbeat',
  'lead',
  'normal_hand',
  'read_events',
  'tg_render_instructions__raw_status',
])

test('no hint that a caller of HTTP can see tells him to write SQL, and each says something', async () => {
  const document = (await (await homelessApp().request('/openapi.json')).json()) as {
    paths: Record<string, unknown>
  }
  const paths = new Set(
    [...Object.keys(document.paths), '/docs'].map((path) => path.replace(/\{\w+\}/g, '{}')),
  )
  const silent: string[] = []
  let changed = 0
  for await (const file of glob('*.sql', { cwd: functions })) {
    const text = await readFile(join(functions, file), 'utf8')
    const hints = [...text.matchAll(/\bhint = (?:format\()?'((?:[^']|'')*)'/g)].map(([, hint = '']) =>
      hint
        .replaceAll("''", "'")
        .replace(/%L/g, "'stale.minutes'")
        .replace(/%(\d\$)?s/g, '45')
        .replaceAll('%%', '%'),
    )
    for (const hint of hints) {
      const told = hintForHttp(hint)
      if (ofSqlAlone.has(file.replace('.sql', ''))) continue
      if (told === null) silent.push(`${file}: ${hint}`)
      if (told === null || told === hint) continue
      changed += 1
      expect(told, hint).not.toMatch(
        /\bselect\b|(?<!\/)\bhub\.|\bops\.|current_user|render_instructions|monitoring_events/,
      )
      for (const [, path = ''] of told.matchAll(/(?:GET|POST) (\/[\w/{}.-]*\w)/g)) {
        const shape = path.replace(/\{\w+\}/g, '{}').replace(/\/(45|stale\.minutes)\b/, '/{}')
        expect([...paths], `${hint} -> ${told}`).toContain(shape)
      }
    }
  }
  expect(silent).toEqual([])
  expect(changed).toBeGreaterThan(40)
})

test.for([
  [
    'select id, status, template_name from render_instructions order by id desc limit 20;',
    'GET /api/instructions.',
  ],
  [
    "If it is to end all the same: select hub.cancel_instruction(45, current_user, 'why');",
    'If it is to end all the same: POST /api/actions/cancel.',
  ],
  ['See: select at, actor, reason from hub.actions where id = 7;', 'See: GET /api/actions/7.'],
  [
    "select value, updated_at, updated_by from hub.settings where key = 'stale.minutes';",
    'GET /api/settings/stale.minutes.',
  ],
  [
    'Look again: select status, attempt from render_instructions; it moved on by itself.',
    'Look again: GET /api/instructions; it moved on by itself.',
  ],
  [
    'Look at it as it is now, then use the verb that fits: hub.retry_instruction(7, ..), hub.cancel_instruction, hub.change_priority.',
    'Look at it as it is now, then use the verb that fits: POST /api/actions/retry, POST /api/actions/cancel, POST /api/actions/change-priority.',
  ],
  [
    'Send an IANA name such as Asia/Seoul: select name from pg_timezone_names;',
    'Send an IANA name such as Asia/Seoul.',
  ],
  [
    'There is nothing left to cancel; its output stands in render_outputs.',
    'There is nothing left to cancel; its output stands in GET /api/outputs.',
  ],
  ['Say why in a few words; it is kept in the audit.', 'Say why in a few words; it is kept in the audit.'],
  ['Call hub.register_worker first; a session does not survive a restart.', null],
] as const)('%s', ([hint, told]) => {
  expect(hintForHttp(hint)).toBe(told)
})
