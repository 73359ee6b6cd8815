import { useState } from 'react'
import { useLocation } from 'wouter'
import { perform } from '../acts/perform.ts'
import { api, body } from '../api/client.ts'
import { entry } from '../i18n/entry.ts'
import { wordOf } from '../i18n/index.ts'
import { Cards } from '../parts/cards.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Check, SelectField, TextField } from '../parts/fields.tsx'
import { ReasonField } from '../parts/reason_field.tsx'
import { type HandDraft, nextKey, nextSeat, readCards } from './hand_draft.ts'
import { PlayerRows } from './hand_entry_players.tsx'
import { ranks } from './ranks.ts'

const empty: HandDraft = {
  table: '',
  number: '',
  rank: '',
  pot: '',
  winner: '',
  board: '',
  players: [],
  replace: false,
}

type Wish = Parameters<typeof api.hands.$post>[0]['json']

/** What is sent, or the word that is no card. */
function wishOf(draft: HandDraft): { readonly wish: Wish } | { readonly wrong: string } {
  const board = readCards(draft.board)
  if ('wrong' in board) return board
  const players: NonNullable<Wish['players']> = []
  for (const { seat, name, cards, folded } of draft.players) {
    const held = readCards(cards)
    if ('wrong' in held) return held
    players.push({
      seat: Number(seat),
      name: name.trim(),
      folded,
      ...(held.cards.length > 0 && { hole_cards: held.cards }),
    })
  }
  return {
    wish: {
      table_id: draft.table.trim(),
      hand_number: Number(draft.number),
      players,
      community_cards: board.cards,
      ...(draft.replace && { replace: true }),
      ...(draft.rank !== '' && { hand_rank: draft.rank as NonNullable<Wish['hand_rank']> }),
      ...(draft.pot !== '' && { pot_size: Number(draft.pot) }),
      ...(draft.winner.trim() !== '' && { winner: draft.winner.trim() }),
    },
  }
}

/** A hand that no capture brought. It stays open until the hub took it: what is refused can be mended. */
export function EnterHand({ onClose }: { readonly onClose: () => void }) {
  const say = entry.useSay()
  const [, go] = useLocation()
  const [draft, write] = useState(empty)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const set = (changes: Partial<HandDraft>): void => write((now) => ({ ...now, ...changes }))
  const read = wishOf(draft)
  const wrong = 'wrong' in read ? read.wrong : null
  const board = readCards(draft.board)
  const send = async (): Promise<void> => {
    if (!('wish' in read)) return
    setBusy(true)
    const made = await perform({
      run: () => body(api.hands.$post({ json: { ...read.wish, reason: reason.trim() } })),
      done: ({ outcome, hand_id: id, quality_flags: flags }) =>
        [
          say(`entry.done.${outcome}`, { id }),
          ...(flags.length > 0
            ? [say('entry.flags', { flags: flags.map((flag) => wordOf('flag', flag)).join(', ') })]
            : []),
        ].join(' · '),
    })
    setBusy(false)
    if (!made) return
    onClose()
    go(`/hands/${made.hand_id}`)
  }
  return (
    <Dialog label={say('hands.enter')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <div className="dialog-body">
          <h2 className="text-lg">{say('hands.enter')}</h2>
          <p className="muted">{say('entry.hint')}</p>
          <div className="form-row">
            <TextField
              label={say('hands.col.table')}
              required
              maxLength={50}
              value={draft.table}
              onChange={(table) => set({ table })}
            />
            <TextField
              label={say('hands.col.number')}
              type="number"
              required
              min={0}
              max={2_147_483_647}
              value={draft.number}
              onChange={(number) => set({ number })}
            />
            <SelectField
              label={say('hands.col.rank')}
              value={draft.rank}
              options={[
                ['', say('entry.unranked')],
                ...ranks.map((rank): [string, string] => [rank, wordOf('rank', rank)]),
              ]}
              onChange={(rank) => set({ rank })}
            />
          </div>
          <div className="form-row">
            <TextField
              label={say('hands.col.pot')}
              type="number"
              min={0}
              max={Number.MAX_SAFE_INTEGER}
              value={draft.pot}
              onChange={(pot) => set({ pot })}
            />
            <TextField
              label={say('hands.col.winner')}
              maxLength={100}
              value={draft.winner}
              onChange={(winner) => set({ winner })}
            />
            <TextField
              label={say('entry.board')}
              maxLength={40}
              value={draft.board}
              onChange={(text) => set({ board: text })}
            />
          </div>
          {'cards' in board && board.cards.length > 0 && <Cards of={board.cards} small />}
          <PlayerRows players={draft.players} change={(players) => set({ players })} />
          <div>
            <button
              type="button"
              className="button"
              disabled={draft.players.length >= 23}
              onClick={() =>
                set({
                  players: [
                    ...draft.players,
                    {
                      key: nextKey(draft.players),
                      seat: nextSeat(draft.players),
                      name: '',
                      cards: '',
                      folded: false,
                    },
                  ],
                })
              }
            >
              {say('entry.addPlayer')}
            </button>
          </div>
          {wrong !== null && <p role="alert">{say('entry.noCard', { card: wrong })}</p>}
          <Check
            label={say('entry.replace')}
            checked={draft.replace}
            onChange={(replace) => set({ replace })}
          />
          <ReasonField value={reason} onChange={setReason} />
        </div>
        <div className="dialog-acts">
          <button type="button" className="button" onClick={onClose}>
            {say('act.cancelDialog')}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={busy || wrong !== null || reason.trim() === ''}
          >
            {say('entry.send')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
