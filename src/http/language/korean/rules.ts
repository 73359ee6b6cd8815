/** What is wrong with a rule, its condition, its layers, or with a setting; PostgreSQL's own words among them. */
export const rules: Readonly<Record<string, string>> = {
  'the rule cannot be read: %': '규칙을 읽을 수 없습니다: {1}',
  'Send fields of a rule: {"condition": "$.hand.pot > 1000000"}.':
    '표시된 항목의 형식을 고치세요. 조건의 예: $.hand.pot > 1000000',
  'Events: %': '이벤트: {1}',
  'Modes: immediate, after_grace, notify_only.': '방식은 바로, 기다린 뒤, 알리기만 중 하나입니다.',
  'enabled, supersede, notify_done, grace, dedupe_key and description cannot be empty':
    '사용, 대신함, 완료 알림, 기다리는 시간, 중복 키, 설명은 비울 수 없습니다',
  'Leave them out to keep what is there.': '그대로 두려면 보내지 마세요.',
  'Send {"Player Name": "{winner.name|upper}"}.': '레이어의 예: {"Player Name": "{winner.name|upper}"}',
  'the condition is no predicate: it answers %': '조건이 참·거짓이 아닙니다. 결과가 {1}입니다',
  '% is nested too deeply': '{1}의 중첩이 너무 깊습니다',
  'Nest at most 64 levels.': '64단계까지 중첩할 수 있습니다.',
  '% holds a number of more than 300 digits': '{1}에 300자리가 넘는 숫자가 있습니다',
  'Send numbers that a double holds; longer ones as text.': '긴 숫자는 글자로 쓰세요.',
  'a % is an object, not %': '{1}은(는) 객체여야 합니다. {2}은(는) 안 됩니다',
  'a % has no "%"': '{1}에 "{2}" 항목은 없습니다',
  'Fields: %': '항목: {1}',
  '%: a brace of "%" has no partner': '{1}: "{2}"의 중괄호 짝이 맞지 않습니다',
  '%: a placeholder of "%" is empty': '{1}: "{2}"에 빈 중괄호가 있습니다',
  '%: unknown formatter "%"': '{1}: "{2}" 형식은 없습니다',
  'a brace of "%" has no partner': '"{1}"의 중괄호 짝이 맞지 않습니다',
  'a placeholder of "%" is empty': '"{1}"에 빈 중괄호가 있습니다',
  'unknown formatter "%"': '"{1}" 형식은 없습니다',
  'Write {path} for a value, {{ and }} for braces.': '값은 {경로}, 중괄호 자체는 {{ 와 }}로 쓰세요.',
  'Write a path between the braces, or {{ and }} for braces.':
    '중괄호 안에 경로를 쓰고, 중괄호 자체는 {{ 와 }}로 쓰세요.',
  'Formatters: chips, bb, money, ordinal, upper, cards, flag.':
    '형식: chips, bb, money, ordinal, upper, cards, flag.',
  'formatter % takes a number, not %': '{=1} 형식은 숫자만 받습니다. {2}은(는) 안 됩니다',
  'Point it to a number of the event document.': '이벤트에서 숫자인 값을 가리키세요.',
  'formatter bb needs blinds.big_blind': 'bb 형식에는 빅 블라인드가 필요합니다',
  'The hand has no blinds; use chips, or a condition: $.blinds.big_blind > 0.':
    '핸드에 블라인드가 없습니다. chips 형식을 쓰거나 조건을 거세요: $.blinds.big_blind > 0',
  'the event has no "%"': '이벤트에 "{1}" 값이 없습니다',
  'Mend the path in "%", or write {%?} where it may be missing.':
    '"{1}"의 경로를 고치거나, 없을 수 있으면 {{=2}?}로 쓰세요.',
  'layer %': '레이어 {=1}',
  layer_map: '레이어',
  output_settings: '출력 설정',
  layer_data_json: '레이어 값',
  dedupe_key: '중복 키',
  grace: '기다리는 시간',
  cooldown: '최소 간격',
  expires_after: '유효 시간',

  // Settings
  'the address of the dashboard is no URL: %': '대시보드 주소가 URL이 아닙니다: {1}',
  'Such as http://hub.studio.lan:8080, or empty.': '예: http://hub.studio.lan:8080. 비울 수도 있습니다.',
  'no time zone "%"': '"{1}" 표준 시간대는 없습니다',
  'Send a name of the IANA such as Asia/Seoul.': 'Asia/Seoul 같은 IANA 이름을 쓰세요.',
  'the caps cannot be read: %': '한도를 읽을 수 없습니다: {1}',
  'Minutes and the most messages in them: {"15": 3, "60": 7}; {} = no cap.':
    '분과 그 사이 최대 메시지 수를 쓰세요: {"15": 3, "60": 7}. {}는 한도 없음.',
  'There are back-tests of error.*, throughput.*, stale.minutes, stall.minutes, orphan.grace_min and stuck.*.':
    'error.*, throughput.*, stale.minutes, stall.minutes, orphan.grace_min, stuck.*만 되돌려 볼 수 있습니다.',

  // Kinds of values
  number: '숫자',
  integer: '정수',
  boolean: '참·거짓(true, false)',
  string: '글자',
  text: '글자',
  array: '목록',
  object: '객체',
  null: '없음',
  none: '없음',
  interval: '시간',
  jsonpath: '조건식(jsonpath)',
  json: 'JSON',
  image: '이미지',
  video: '영상',
  audio: '소리',
  rule: '규칙',
  setting: '설정',
  channel: '채널',
  route: '경로',
  milliseconds: '밀리초',
  seconds: '초',
  minutes: '분',
  hours: '시간',
  days: '일',
  weeks: '주',
}

/** What PostgreSQL says of a value that it cannot read; test/http/language_said.test.ts makes it say so. */
export const postgres: Readonly<Record<string, string>> = {
  'invalid input syntax for type %: "%"': '"{2}"은(는) {1} 형식이 아닙니다',
  'invalid input syntax for type %': '{1} 형식이 아닙니다',
  'interval field value out of range: "%"': '"{1}"은(는) 시간의 범위를 벗어났습니다',
  'syntax error at end of jsonpath input': '조건식이 끝나지 않았습니다',
  'syntax error at or near "%" of jsonpath input': '조건식의 "{1}" 근처가 틀렸습니다',
  'unterminated quoted string at end of jsonpath input': '조건식의 따옴표가 닫히지 않았습니다',
  'trailing junk after numeric literal at or near "%" of jsonpath input':
    '조건식의 숫자 뒤에 다른 글자가 있습니다: {1}',
  '@ is not allowed in root expressions': '조건식 맨 바깥에는 @를 쓸 수 없습니다. $를 쓰세요',
  'LAST is allowed only in array subscripts': 'last는 목록의 번호에만 쓸 수 있습니다',
  'invalid regular expression: %': '정규식이 틀렸습니다: {1}',
}
