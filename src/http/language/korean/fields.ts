/** Fields of requests as a person knows them. A part of a path that is a number is a place in the list before it. */
const fields: Readonly<Record<string, string>> = {
  actions: '액션',
  ante: '앤티',
  big_blind: '빅 블라인드',
  blinds: '블라인드',
  community_cards: '보드 카드',
  condition: '조건',
  config: '설정',
  cooldown: '최소 간격',
  description: '설명',
  enabled: '사용',
  event: '이벤트',
  expires_after: '유효 시간',
  expires_at: '만료 시각',
  feedback: '평가',
  file: '파일',
  filter: '필터',
  grace: '기다리는 시간',
  hand_id: '핸드',
  hand_number: '핸드 번호',
  hand_rank: '족보',
  hole_cards: '카드',
  'if-match': '버전(If-Match)',
  instruction_id: '지시',
  kind: '종류',
  last: '핸드 수',
  layer_data: '레이어 값',
  layer_map: '레이어',
  minutes: '분',
  mode: '방식',
  name: '이름',
  nationality: '국적',
  notes: '메모',
  player: '플레이어',
  players: '플레이어',
  pot_size: '팟',
  priority: '순위',
  reason: '이유',
  schedule: '시간대',
  scope: '범위',
  seat: '좌석',
  secrets: '비밀',
  small_blind: '스몰 블라인드',
  stack: '스택',
  started_at: '시작 시각',
  table: '테이블',
  table_id: '테이블',
  template_name: '템플릿',
  timing: '시간',
  token: '토큰',
  tournament: '대회',
  unit: '금액 단위',
  until: '기한',
  value: '값',
  winner: '승자',
}

/** The place of a fault: players.0.hole_cards.1 is player 1, card 2. */
export function fieldInKorean(path: readonly string[]): string {
  const said: string[] = []
  for (const part of path) {
    const last = said.length - 1
    if (/^\d+$/.test(part) && last >= 0) said[last] = `${said[last]} ${Number(part) + 1}`
    else said.push(fields[part] ?? part)
  }
  return said.join(', ')
}
