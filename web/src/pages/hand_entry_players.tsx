import { entry } from '../i18n/entry.ts'
import { Check, TextField } from '../parts/fields.tsx'
import { Icon } from '../parts/icon.tsx'
import type { PlayerDraft } from './hand_draft.ts'

type Props = {
  readonly players: readonly PlayerDraft[]
  readonly change: (players: readonly PlayerDraft[]) => void
}

/** Who sat there: one row each. */
export function PlayerRows({ players, change }: Props) {
  const say = entry.useSay()
  const put = (key: number, changes: Partial<PlayerDraft>): void =>
    change(players.map((player) => (player.key === key ? { ...player, ...changes } : player)))
  return players.map((player, n) => (
    <div key={player.key} className="player-row">
      <TextField
        label={say('hands.seat')}
        type="number"
        required
        min={0}
        max={100}
        value={player.seat}
        onChange={(seat) => put(player.key, { seat })}
      />
      <TextField
        label={say('entry.player')}
        required
        maxLength={255}
        value={player.name}
        onChange={(name) => put(player.key, { name })}
      />
      <TextField
        label={say('entry.holeCards')}
        maxLength={30}
        value={player.cards}
        onChange={(cards) => put(player.key, { cards })}
      />
      <Check
        label={say('hands.folded')}
        checked={player.folded}
        onChange={(folded) => put(player.key, { folded })}
      />
      <button
        type="button"
        className="button quiet"
        aria-label={say('entry.removePlayer', { n: n + 1 })}
        onClick={() => change(players.filter(({ key }) => key !== player.key))}
      >
        <Icon name="failed" size={14} />
      </button>
    </div>
  ))
}
