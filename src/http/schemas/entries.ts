import { z } from '@hono/zod-openapi'
import { Hand, Instruction } from '../row_schemas.ts'
import { acted, TimeInput } from './actions.ts'
import { PlainObject } from './plain_json.ts'
import { Reason, Text } from './text.ts'

const Card = z
  .string()
  .regex(/^(10|[2-9TJQKA])[cdhs]$/i, { error: 'is no card: rank 2-9, T, J, Q, K, A, then suit c, d, h, s' })
  .openapi({ example: 'As' })
const Chips = z.int().min(0)
const Place = z.int().min(0).max(100)

const Player = z
  .strictObject({
    seat: Place,
    name: Text(255),
    nationality: Text(60).optional(),
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
  .object({ small_blind: Chips, big_blind: Chips, ante: Chips.optional() })
  .openapi('EnteredBlinds')

/** A hand that somebody types in. */
export const HandEntry = z
  .strictObject({
    table_id: Text(50).refine((text) => text.trim() !== '', { error: 'must not be blank' }),
    hand_number: z.int().min(-1).max(2_147_483_647),
    hand_rank: Hand.shape.hand_rank.optional(),
    pot_size: Chips.optional(),
    winner: Text(100).nullable().optional(),
    duration_seconds: z.int().min(0).max(86_400).nullable().optional(),
    started_at: TimeInput.optional(),
    players: z.array(Player).max(23).default([]),
    community_cards: z.array(Card).max(5).default([]),
    actions: z.array(PlainObject).max(500).default([]),
    blinds: Blinds.optional(),
    reason: Reason.optional(),
  })
  .superRefine(({ players, community_cards }, c) => {
    const seen = new Set<string>()
    const look = (card: string, path: (string | number)[]): void => {
      const name = card.toUpperCase().replace(/^10/, 'T')
      if (seen.has(name)) c.addIssue({ code: 'custom', message: `${card} is there twice`, path })
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
    action_id: acted.action_id,
    undo_until: acted.undo_until,
  })
  .openapi('HandEntered')

export const VoidHand = z.object({ reason: Reason }).openapi('VoidHand')
export const ActedHand = z.object({ hand: Hand, ...acted }).openapi('ActedHand')
export const OrderedGraphic = z.object({ instruction: Instruction, ...acted }).openapi('OrderedGraphic')
