import type { Client } from 'pg'
import { aBroadcast, type Broadcast } from '../support/broadcast.ts'
import { aHand } from '../support/builders.ts'
import { aRule } from '../support/rules.ts'
import { aeStatus } from '../support/siblings.ts'

export type Evening = Broadcast & {
  /** The hand without a graphic, and one that has its graphic. */
  readonly orphan: string
  readonly served: string
  /** Rendered by an old poller for hours. */
  readonly hanging: string
  /** Taken from the queue by a worker that fell silent. */
  readonly held: string
  /** Its output has no frames. */
  readonly suspect: string
  /** Put back by hand two minutes ago. */
  readonly retried: readonly [string, string]
  /** What a living worker renders. */
  readonly claimed: string
}

const long = { template_name: '블라인드_레벨_전환_그래픽_최종_수정본', priority: 2 }

/**
 * An evening with something of everything, at ids that a year of broadcasts reaches, and in Korean where
 * people write. Ends now: what the views show is a minute old at most.
 */
export async function anEvening(client: Client): Promise<Evening> {
  const show = await aBroadcast(client)
  await client.query(`
    alter table render_instructions alter column id restart 12345678;
    alter table hands alter column id restart 1234567;
    alter table monitoring_events alter column id restart 12345;
    alter table hub.actions alter column id restart 12345;
    update hub.render_rules set mode = 'notify_only' where name = 'premium_hand'`)
  await client.query(
    `select hub.change_setting('remedy.orphan_hand', '"suggest"', '김철수', '오늘은 수동으로')`,
  )
  const worker = await show.worker('렌더-PC-서울-스튜디오-07', -400)

  // a template that fails
  const failing: string[] = []
  for (let i = 0; i < 6; i++)
    failing.push(
      await show.render({ at: -390 + i, worker, row: long, ...(i > 1 ? { fails: '렌더 실패' } : {}) }),
    )

  // hands: one that nobody served, one whose graphic is there, one on which a rule breaks
  const hand = (minutes: number, number: number, rank: string) =>
    show.hand(minutes, aHand({ table_id: '피처_테이블_1번', hand_number: number, hand_rank: rank }))
  const orphan = await hand(-380, 4_711, 'straight_flush')
  const served = await hand(-379, 4_712, 'full_house')
  const graphic = await show.render({
    at: -378.5,
    worker,
    row: { template_name: 'premium_hand', trigger_type: 'premium_hand', trigger_id: served },
  })
  if (!graphic) throw new Error('no graphic')
  const rule = {
    event: 'heads_up',
    name: 'heads_up_lower_third_final',
    template_name: '헤즈업_자막',
    layer_map: { a: '{x}' },
  }
  await aRule(client, rule)
  await client.query(
    `insert into hub.rule_work (rule_id, hand_id, due_at, event, subject, tries, last_error)
     select id, $1, now() + interval '1 hour', 'heads_up', '', 2, 'no such value' from hub.render_rules where name = $2`,
    [served, rule.name],
  )

  // an old poller that hangs, a worker that fell silent with work, one that is held back
  const hanging = await show.instruction(-41, { template_name: '리플레이', priority: 4 })
  await client.query(`select set_config('hub.now', $1, false)`, [show.at(-40)])
  await client.query(`set session application_name = 'automation_ae'`)
  await aeStatus(client, hanging, 'processing')
  await client.query('reset hub.now; reset application_name')
  const held = await show.instruction(-56, long)
  await show.claim(worker, -55)
  const resting = await show.worker('RENDER-PC-00001', -70)
  await client.query(`select hub.pause($1, '김철수', '팬 교체', $2)`, [`worker:${resting}`, show.at(-52)])

  // what waits
  for (let i = 0; i < 3; i++) await show.instruction(-54, long)
  await show.instruction(-54, { ...long, priority: 10 })
  await show.instruction(-58, { ...long, not_before: show.at(60) })
  await show.instruction(-57, { template_name: '다른_템플릿' })
  await client.query(`select hub.pause('template:다른_템플릿', '김철수', '글꼴 문제', $1)`, [show.at(-49)])
  for (const minute of [-370, -355, -45, -30]) await show.tick(minute)

  // a sequence without frames
  const fresh = await show.worker('ae-fresh', -6)
  const suspect = await show.instruction(-6, { template_name: '칩카운트' })
  const taken = await client.query(
    `select attempt from hub.claim_instructions($1, 1, null, '{칩카운트}', $2)`,
    [fresh, show.at(-6)],
  )
  await client.query(`select hub.complete_instruction($1, $2, $3, 734003200, 0, '{}', $4)`, [
    suspect,
    taken.rows[0].attempt,
    '//nas/방송/2026-11-23/메인이벤트/칩카운트_피처_테이블_1번_최종_%05d.png',
    show.at(-5),
  ])
  await show.tick(-4)

  // what people did just now
  const [one, two] = [failing[2] as string, failing[3] as string]
  for (const id of [one, two])
    await client.query(`select hub.retry_instruction($1, '김철수감독', '파일 서버 복구됨', 1, $2)`, [
      id,
      show.at(-2),
    ])
  const again = await client.query(`select id from hub.claim_instructions($1, 1, '1 hour', null, $2)`, [
    fresh,
    show.at(-1),
  ])
  const claimed: string = again.rows[0].id
  for (const id of [fresh, resting]) await client.query('select * from hub.heartbeat($1)', [id])
  await client.query('select * from hub.tick()')
  await client.query(
    `select hub.acknowledge_event(id, '김철수감독') from monitoring_events where kind = 'orphan_hand'`,
  )
  return {
    ...show,
    orphan,
    served,
    hanging,
    held,
    suspect,
    claimed,
    retried: [one, two],
  }
}
