import type { entry as ko } from '../ko/entry.ts'

export const entry: Readonly<Record<keyof typeof ko, string>> = {
  'entry.hint':
    'For a hand that no capture brought. Entered again with the same table and number it is corrected.',
  'entry.replace': 'Correct a captured hand',
  'entry.unranked': 'not known',
  'entry.board': 'Board, such as As Kd 7h',
  'entry.holeCards': 'Hole cards',
  'entry.player': 'Player',
  'entry.addPlayer': 'Add a player',
  'entry.removePlayer': 'Take out player {n}',
  'entry.noCard': '"{card}" is no card: rank 2-9, T, J, Q, K, A, then suit c, d, h, s',
  'entry.send': 'Enter',
  'entry.done.inserted': 'Hand {id} entered',
  'entry.done.revised': 'Hand {id} corrected',
  'entry.done.completed_plain': 'Hand {id} completed',
  'entry.done.identical': 'Hand {id} was known so',
  'entry.flags': 'odd: {flags}',
}
