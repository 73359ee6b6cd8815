/**
 * What may not add up in a hand, and what it means. The hub stores the names
 * (hands.quality_flags); a flagged hand is kept, and what is doubtful in it is left unknown.
 */
export const qualityFlags = {
  chips_not_conserved:
    'what the stacks gained and lost is not what was put in: pot and shares are unknown, the winner only if one player alone can have won',
  stack_corrected:
    'with chips_not_conserved: the sum is right but single stacks are not, so one was set by hand during the hand',
  pot_mismatch: 'the replayed pot differs from a running pot in the export: pot and shares are unknown',
  pot_unknown:
    'a game whose antes the replay does not know, and its figures do not fit: pot and shares are unknown',
  impossible_action:
    'an action by nobody, for less than already put in, or for more chips than there were: pot and shares are unknown',
  unknown_event: 'an event of a type that the replay does not know was passed over',
  no_winner: 'no stack changed and it was no even split: the hand was given up, nobody won it',
  duplicate_card: 'a card stands there twice (wrongly scanned); no rank if it touches the showdown',
  unreadable_card: 'a text that is no card; it is left out, the raw document keeps it',
  unknown_cards: 'a player who was still in at the end has no two known cards',
  board_incomplete: 'several players were still in at the end, but the board has not five cards',
  winner_contradicts_cards: 'by the cards another player should have won: no rank',
  not_holdem: 'another game than Hold’em: no rank',
  multi_board: 'more than one board: no rank, the first board is shown',
  run_it_twice: 'the board was dealt more than once: no rank, the first board is shown',
  bomb_pot: 'every player put in the same before the cards',
} as const

/** A name in hands.quality_flags that the ingest may write. */
export type QualityFlag = keyof typeof qualityFlags
