// 한국어가 기준이다: 여기 있는 이름이 영어에 없으면 컴파일되지 않는다.
export const entry = {
  'entry.hint': '캡처되지 않은 핸드용입니다. 입력한 핸드는 같은 테이블과 번호로 다시 입력하면 정정됩니다.',
  'entry.replace': '캡처된 핸드를 고침',
  'entry.unranked': '모름',
  'entry.board': '보드 (예: As Kd 7h)',
  'entry.holeCards': '홀 카드',
  'entry.player': '플레이어',
  'entry.addPlayer': '플레이어 추가',
  'entry.removePlayer': '플레이어 {n} 빼기',
  'entry.noCard': '"{card}"은(는) 카드가 아닙니다. 숫자 2-9, T, J, Q, K, A 다음에 무늬 c, d, h, s',
  'entry.send': '입력',
  'entry.done.inserted': '핸드 {id} 입력됨',
  'entry.done.revised': '핸드 {id} 정정됨',
  'entry.done.completed_plain': '핸드 {id} 보완됨',
  'entry.done.identical': '핸드 {id}은(는) 이미 같은 내용으로 있음',
  'entry.flags': '특이 사항: {flags}',
} as const
