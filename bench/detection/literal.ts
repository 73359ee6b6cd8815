import type { Client } from 'pg'
import type { Entry } from '../../src/simulator/labelled/entry.ts'
import { episodesOf, type Judged, judge } from '../../src/simulator/labelled/score.ts'

// The rules of the product's specification word for word, as plain queries: what the detectors are compared with.

const rules = `
  select
    exists (
      select from public.render_instructions where status = 'pending' and created_at < $1::timestamptz - interval '30 minutes'
    ) as stale_pending,
    (select count(*) filter (where status = 'failed') > 0.1 * count(*)
     from public.render_instructions where status in ('completed', 'failed') and completed_at > $1::timestamptz - interval '1 hour'
    ) as error_surge,
    (select count(*) filter (where completed_at >= date_trunc('hour', $1::timestamptz))
       < 0.5 * count(*) filter (where completed_at < date_trunc('hour', $1::timestamptz))
     from public.render_instructions
     where status = 'completed' and completed_at >= date_trunc('hour', $1::timestamptz) - interval '1 hour'
    ) as throughput_drop,
    exists (
      select from public.render_instructions where status = 'processing' and started_at < $1::timestamptz - interval '10 minutes'
    ) as processing_10_minutes,
    array(
      select h.id::float8 from public.hands as h
      where h.is_premium and h.recorded_at > $1::timestamptz - interval '1 day'
        and not exists (select from public.render_instructions as i where i.trigger_id = h.id::text)
    ) as orphan_hand`

const ofAll = ['stale_pending', 'error_surge', 'throughput_drop', 'processing_10_minutes'] as const

/** Times at which each literal rule held; of the orphan rule, for each hand. */
export type Literal = {
  readonly held: Record<(typeof ofAll)[number], number[]>
  readonly orphans: Map<number, number[]>
}

export function createLiteral(): Literal {
  return {
    held: { stale_pending: [], error_surge: [], throughput_drop: [], processing_10_minutes: [] },
    orphans: new Map(),
  }
}

/** A look at each tick. */
export function watchLiteral(literal: Literal, client: Client, base: number): (at: number) => Promise<void> {
  return async (at) => {
    const { rows } = await client.query({
      name: 'literal',
      text: rules,
      values: [new Date(base + at).toISOString()],
    })
    for (const rule of ofAll) if (rows[0][rule]) literal.held[rule].push(at)
    for (const hand of rows[0].orphan_hand)
      literal.orphans.set(hand, [...(literal.orphans.get(hand) ?? []), at])
  }
}

/** The literal rules judged by the same key; the age of a render tells of lost workers and of stuck ones alike. */
export function judgeLiteral(
  literal: Literal,
  entries: readonly Entry[],
  looks: readonly number[],
): Record<string, Judged> {
  const of = (...kinds: string[]): Entry[] =>
    entries.filter(({ kind }) => kinds.includes(kind)).map((entry) => ({ ...entry, scope: null }))
  const hands = [...literal.orphans].flatMap(([hand, times]) => episodesOf(times, looks, `hand:${hand}`))
  return {
    stale_pending: judge(of('stale_pending'), episodesOf(literal.held.stale_pending, looks)),
    error_surge: judge(of('error_surge'), episodesOf(literal.held.error_surge, looks)),
    throughput_drop: judge(of('throughput_drop'), episodesOf(literal.held.throughput_drop, looks)),
    stuck_processing: judge(
      of('worker_lost', 'stuck_processing'),
      episodesOf(literal.held.processing_10_minutes, looks),
    ),
    orphan_hand: judge(
      entries.filter(({ kind }) => kind === 'orphan_hand'),
      hands,
    ),
  }
}
