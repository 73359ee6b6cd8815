/** What is wrong with a field: the words of the schemas, and those of zod. */
export const faults: Readonly<Record<string, string>> = {
  '% is there twice': '{1} 카드가 두 번 있습니다',
  'is no card: rank 2-9, T, J, Q, K, A, then suit c, d, h, s':
    '카드가 아닙니다. 숫자 2-9, T, J, Q, K, A 다음에 무늬 c, d, h, s',
  'seat % is taken': '{1}번 좌석에 이미 다른 플레이어가 있습니다',
  '% sits here twice': '{=1}이(가) 두 번 있습니다',
  'is none of the players': '플레이어 가운데 없습니다',
  'has not come yet': '아직 오지 않은 시각입니다',
  'must not be blank': '비울 수 없습니다',
  'must be of our times': '1900년에서 2199년 사이여야 합니다',
  'must not contain U+0000 or half a surrogate pair': '저장할 수 없는 문자가 있습니다',
  'must not contain control characters, nor those that turn the direction of text':
    '보이지 않는 문자가 있습니다',
  'must not nest deeper than % levels, nor hold U+0000 or half a surrogate pair':
    '중첩은 {1}단계까지이며 저장할 수 없는 문자는 쓸 수 없습니다',
  'say why, in a few words': '이유를 짧게 적으세요',
  'say what it was': '무엇이었는지 적으세요',
  'send either minutes or until': '분과 기한 가운데 하나만 정하세요',
  'send either filter or preview_token, and preview only with filter':
    '필터와 미리보기 토큰 가운데 하나만 보내고, 미리보기는 필터와만 쓰세요',
  'goes with filter': '필터와 함께 써야 합니다',
  'goes with table': '테이블과 함께 써야 합니다',
  'does not go with order=queue': '대기열 순서와 함께 쓸 수 없습니다',
  'does not go with window=%': '기간 {1}에는 쓸 수 없습니다',
  'is no preview token': '미리보기 토큰이 아닙니다',
  'is no key of a setting': '설정 이름이 아닙니다',
  'is no time zone of the IANA: Asia/Seoul': 'IANA 표준 시간대가 아닙니다(예: Asia/Seoul)',
  'is no cursor of this list; leave it out to begin at the top':
    '이 목록의 자리가 아닙니다. 처음부터 다시 보세요',
  'is no name for a field': '항목 이름으로 쓸 수 없습니다',
  'is not known here': '알 수 없는 항목입니다',
  'is missing': '없습니다',
  'must be lower case letters, digits and _': '소문자, 숫자, _만 쓸 수 있습니다',
  'must be a whole number': '정수여야 합니다',
  'must be a whole number from 1 to 999999999999999999': '1 이상의 정수여야 합니다',
  'is a number that cannot be kept exactly; send a smaller one or fewer digits, or text if the field takes text':
    '정확히 저장할 수 없는 숫자입니다. 더 작은 숫자를 쓰세요',
}

/** What zod says itself; test/http/language_said.test.ts makes it say so. */
export const ofZod: Readonly<Record<string, string>> = {
  'Invalid input: expected %, received undefined': '없습니다',
  'Invalid input: expected %, received %': '{1} 형식으로 쓰세요',
  'Invalid input: expected %': '다음 값만 됩니다: {1}',
  'Invalid option: expected one of %': '다음 가운데 하나여야 합니다: {1}',
  'Too big: expected string to have <=% characters': '{1}자까지입니다',
  'Too big: expected array to have <=% items': '{1}개까지입니다',
  'Too big: expected % to be <=%': '{2} 이하여야 합니다',
  'Too big: expected % to be <%': '{2}보다 작아야 합니다',
  'Too small: expected string to have >=% characters': '{1}자 이상이어야 합니다',
  'Too small: expected array to have >=% items': '{1}개 이상이어야 합니다',
  'Too small: expected % to be >=%': '{2} 이상이어야 합니다',
  'Too small: expected % to be >%': '{2}보다 커야 합니다',
  'Invalid string: must match pattern %': '형식이 맞지 않습니다',
  'Invalid ISO datetime': '온전한 시각이 아닙니다(예: 2026-11-23T12:00+09:00)',
  'Invalid ISO date': '날짜가 아닙니다(예: 2026-11-23)',
  'Invalid GUID': '워커 세션 번호(GUID)가 아닙니다',
  'Invalid key in %': '항목 이름이 맞지 않습니다',
  'Invalid value in %': '항목의 값이 맞지 않습니다',
  'Invalid number: must be a multiple of %': '{1}의 배수여야 합니다',
  'Invalid input': '값이 맞지 않습니다',
  int: '정수',
  record: '객체',
}
