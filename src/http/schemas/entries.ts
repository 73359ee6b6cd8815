import { z } from '@hono/zod-openapi'
import { Hand, Instruction } from '../row_schemas.ts'
import { acted, TimeInput } from './actions.ts'
import { PlainObject } from './plain_json.ts'
import { Name, Reason } from './text.ts'

const Card = z
  .string()
  .regex(/^(10|[2-9TJQKA])[cdhs]$/i, { error: 'is no card: rank 2-9, T, J, Q, K, A, then suit c, d, h, s' })
  .openapi({ example: 'As' })
const Chips = z.int().min(0)
const Place = z.int().min(0).max(100)

const Player = z
  .strictObject({
    seat: Place,
    name: Name(255).refine((text) => text.trim() !== '', { error: 'must not be blank' }),
    nationality: Name(60).optional(),
    stack: Chips.optional(),
    end_stack: Chips.optional(),
    won: Chips.optional(),
    hole_cards: z.array(Card).max(6).optional(),
    folded: z.boolean().optional(),
    all_in: z.boolean().optional(),
    sitting_out: z.boolean().optional(),
    eliminated: z.boolean().optional(),
  })
  .openapi('EnteredPlayer')

const Blinds = z
  .strictObject({ small_blind: Chips, big_blind: Chips, ante: Chips.optional() })
  .openapi('EnteredBlinds')

type Entered = {
  readonly players: readonly { readonly seat: number; readonly name: string }[]
  readonly winner?: string | null | undefined
  readonly started_at?: string | undefined
}
type Contradiction = { readonly path: (string | number)[]; readonly message: string }

/** Well-formed, but it cannot be: 422, where 400 is for what cannot be read. */
function refuse(c: z.RefinementCtx, path: (string | number)[], message: string): void {
  c.addIssue({ code: 'custom', message, path, params: { refused: true } })
}

/** The clocks of the PCs differ by an hour. */
const aheadMs = 3_600_000

/** What in a hand contradicts something else in it. */
function* contradictions({ players, winner, started_at }: Entered): Generator<Contradiction> {
  const names = players.map(({ name }) => plain(name))
  for (const [n, { seat, name }] of players.entries()) {
    if (players.findIndex((other) => other.seat === seat) < n)
      yield { path: ['players', n, 'seat'], message: `seat ${seat} is taken` }
    if (names.indexOf(names[n] ?? '') < n)
      yield { path: ['players', n, 'name'], message: `${name} sits here twice` }
  }
  if (winner && players.length > 0 && !names.includes(plain(winner)))
    yield { path: ['winner'], message: 'is none of the players' }
  if (started_at !== undefined && Date.parse(started_at) > Date.now() + aheadMs)
    yield { path: ['started_at'], message: 'has not come yet' }
}

function plain(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
}

/** A hand that somebody types in. */
export const HandEntry = z
  .strictObject({
    table_id: Name(50).refine((text) => text.trim() !== '', { error: 'must not be blank' }),
    hand_number: z.int().min(-1).max(2_147_483_647),
    hand_rank: Hand.shape.hand_rank.optional(),
    pot_size: Chips.optional(),
    winner: Name(100).nullable().optional(),
    duration_seconds: z.int().min(0).max(86_400).nullable().optional(),
    started_at: TimeInput.optional(),
    players: z.array(Player).max(23).default([]),
    community_cards: z.array(Card).max(5).default([]),
    actions: z.array(PlainObject).max(500).default([]),
    blinds: Blinds.optional(),
    replace: z.boolean().optional().openapi({
      description: 'Write over a hand that a system captured; else that is refused with 409, naming it',
    }),
    reason: Reason.optional(),
  })
  .superRefine((hand, c) => {
    for (const { path, message } of contradictions(hand)) refuse(c, path, message)
  })
  .superRefine(({ players, community_cards }, c) => {
    const seen = new Set<string>()
    const look = (card: string, path: (string | number)[]): void => {
      const name = card.toUpperCase().replace(/^10/, 'T')
      if (seen.has(name)) refuse(c, path, `${card} is there twice`)
      seen.add(name)
    }
    for (const [n, card] of community_cards.entries()) look(card, ['community_cards', n])
    for (const [p, { hole_cards = [] }] of players.entries()) {
      for (const [n, card] of hole_cards.entries()) look(card, ['players', p, 'hole_cards', n])
    }
  })
  .openapi('HandEntry')

export const HandEntered = z
  .object({
    hand_id: z.int(),
    outcome: z
      .enum(['inserted', 'identical', 'revised', 'completed_plain'])
      .openapi({ description: 'identical: it was known so; revised: it says something else now' }),
    quality_flags: z.array(z.string()).openapi({ description: 'What is odd about it, as it is stored' }),
    action_id: acted.action_id,
    undo_until: acted.undo_until,
  })
  .openapi('HandEntered')

export const VoidHand = z.strictObject({ reason: Reason }).openapi('VoidHand')
export const ActedHand = z.object({ hand: Hand, ...acted }).openapi('ActedHand')
export const OrderedGraphic = z
  .object({
    instruction: Instruction,
    ...acted,
    warnings: z.array(z.string()).openapi({
      description:
        'What does not fit its template; it was ordered all the same, as the setting template.preflight says',
      example: ['the catalogue does not have it'],
    }),
  })
  .openapi('OrderedGraphic')
