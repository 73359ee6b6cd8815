import type { Kind } from './types.ts'

type Columns = { readonly needed: readonly string[]; readonly names: Readonly<Record<string, string>> }

/** Columns by kind: our name of each, and the other spellings of both dialects. */
export const columnsOf: Readonly<Record<Kind, Columns>> = {
  tournaments: {
    needed: [],
    names: {
      code: 'tournament_number tournament_no tournament_id event_code event_number 대회번호',
      name: 'name tournament tournament_name event_name 대회명',
      event_type: 'event_type game',
      buy_in: 'buy_in buyin 바이인',
      rake: 'rake fee',
      starting_chips: 'starting_chips starting_stack 시작칩',
      current_level: 'current_level level 현재레벨',
      remaining_players: 'remaining_players players_left players_remaining 남은인원',
      total_entries: 'registered_players total_entries entries 참가인원',
      prize_pool: 'prize_pool prizepool total_prize 총상금',
      places_paid: 'places_paid itm_places',
      avg_stack: 'avg_stack average_stack 평균스택',
      status: 'status 상태',
      start_date: 'start_date',
      end_date: 'end_date',
    },
  },
  players: {
    needed: ['name', 'chips'],
    names: {
      code: 'tournament_number tournament_no tournament_id event_code event_number 대회번호',
      name: 'player_name name player 선수 선수명 이름',
      nationality: 'nationality country nation 국적',
      chips: 'chips chip_count stack 칩',
      table_number: 'table_number table table_no 테이블',
      seat: 'seat_number seat seat_no 좌석',
      rank: 'rank current_rank place 순위',
      is_eliminated: 'is_eliminated eliminated busted 탈락',
    },
  },
  levels: {
    needed: ['small_blind', 'big_blind'],
    names: {
      code: 'tournament_number tournament_no tournament_id event_code event_number 대회번호',
      level: 'level level_number 레벨',
      small_blind: 'small_blind sb 스몰블라인드',
      big_blind: 'big_blind bb 빅블라인드',
      ante: 'ante 앤티',
      bb_ante: 'bb_ante big_blind_ante',
      duration_minutes: 'duration_minutes duration minutes 시간',
      is_break: 'is_break break 휴식',
      break_name: 'break_name',
    },
  },
  payouts: {
    needed: ['position', 'amount'],
    names: {
      code: 'tournament_number tournament_no tournament_id event_code event_number 대회번호',
      position: 'place_start place position rank 순위',
      position_end: 'place_end position_end',
      amount: 'amount payout prize 상금',
      percentage: 'percentage percent',
      is_bracelet: 'is_bracelet bracelet',
    },
  },
  broadcasts: {
    needed: ['on_date', 'starts_at', 'title'],
    names: {
      on_date: 'date on_date 날짜',
      starts_at: 'time_start start_time starts_at 시작',
      ends_at: 'time_end end_time ends_at 종료',
      title: 'event_title title 제목',
      channel: 'channel 채널',
      code: 'tournament_number tournament_no tournament_id event_code event_number 대회번호',
      is_live: 'is_live live 생방송',
    },
  },
}

const fieldsOf = new Map(
  Object.entries(columnsOf).map(([kind, { names }]) => [
    kind as Kind,
    new Map(Object.entries(names).flatMap(([field, all]) => all.split(' ').map((name) => [name, field]))),
  ]),
)

/** Which field each header of a file of this kind names; undefined for those nobody knows. */
export function fieldsFor(kind: Kind, headers: readonly string[]): (string | undefined)[] {
  return headers.map((header) => fieldsOf.get(kind)?.get(plain(header)))
}

/** What headers are about: the kind that has what it needs and knows most of them. */
export function kindOf(headers: readonly string[]): Kind | null {
  const found = [...fieldsOf.keys()]
    .filter((kind) => missing(kind, headers).length === 0)
    .map((kind) => ({ kind, known: known(kind, headers) }))
    .sort((a, b) => b.known - a.known)
  return found[0]?.kind ?? null
}

/** How many of these headers the kind that knows most of them knows. */
export function familiarity(headers: readonly string[]): number {
  return Math.max(...[...fieldsOf.keys()].map((kind) => known(kind, headers)))
}

/** The needed columns that are not there, under their names of dialect 1. */
export function missing(kind: Kind, headers: readonly string[]): string[] {
  const fields = fieldsFor(kind, headers)
  const { needed, names } = columnsOf[kind]
  const absent = needed.filter((field) => !fields.includes(field)).map((field) => firstName(names[field]))
  // a tournament goes by its number or its name, and says at least one thing more
  if (kind !== 'tournaments') return absent
  if (!fields.includes('code') && !fields.includes('name')) return ['tournament_number or name']
  return known(kind, headers) < 2 ? ['remaining_players, or another fact'] : []
}

function known(kind: Kind, headers: readonly string[]): number {
  return fieldsFor(kind, headers).filter((field) => field !== undefined).length
}

function firstName(names = ''): string {
  return names.split(' ')[0] ?? ''
}

function plain(header: string): string {
  return header
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
}
