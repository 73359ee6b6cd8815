/** What the tables refuse, and where a person looks then. */
export const refusals: Readonly<Record<string, string>> = {
  // Where to look: hints that name a route, as hintForHttp makes them
  'GET /api/instructions.': '대기열에서 확인하세요.',
  'GET /api/hands.': '핸드 목록에서 확인하세요.',
  'GET /api/events.': '경보 목록에서 확인하세요.',
  'GET /api/events/%.': '경보 {1}번을 확인하세요.',
  'GET /api/actions.': '감사 기록에서 확인하세요.',
  'GET /api/workers.': '워커 화면에서 확인하세요.',
  'GET /api/workers/%.': '워커 화면에서 확인하세요.',
  'GET /api/templates.': '규칙 화면의 템플릿 목록에서 확인하세요.',
  'GET /api/rules.': '규칙 목록에서 확인하세요.',
  'GET /api/channels.': '알림 전달의 채널 목록에서 확인하세요.',
  'GET /api/routes.': '알림 전달의 경로 목록에서 확인하세요.',
  'GET /api/notifications.': '전달 기록에서 확인하세요.',
  'GET /api/pauses.': '워커 화면의 일시 중지 목록에서 확인하세요.',
  'GET /api/settings.': '설정 목록에서 확인하세요.',
  'GET /api/settings/%.': '설정 {1}을(를) 확인하세요.',
  'See: GET /api/actions/%.': '감사 기록 {1}번을 확인하세요.',
  'Look it up: GET /api/hands.': '핸드 목록에서 찾아보세요.',
  'Look again: GET /api/instructions; it moved on by itself.':
    '다시 확인하세요. 그 사이 저절로 다음 단계로 넘어갔습니다.',
  'It is not premium, was voided, or repeats another hand: GET /api/hands.':
    '프리미엄이 아니거나 무효이거나 다른 핸드와 중복입니다. 핸드 목록에서 확인하세요.',
  'hand % earns no graphic': '핸드 {1}번은 그래픽을 만들 핸드가 아닙니다',
  'There is nothing left to cancel; its output stands in GET /api/outputs.':
    '취소할 것이 없습니다. 결과물은 결과물 화면에 있습니다.',
  'Priority means nothing any more; POST /api/actions/retry renders it again.':
    '순위는 더 이상 의미가 없습니다. 다시 렌더링하면 됩니다.',

  // Filters and bulk
  'there is no bulk "%"': '"{1}" 일괄 작업은 없습니다',
  'There are retry, cancel and priority.': '다시 렌더링, 취소, 순위 바꾸기가 있습니다.',
  'priority % does not go with %': '{2}에는 순위 {1}을(를) 쓸 수 없습니다',
  'The bulk priority takes 1 (first) to 10 (last), the others take none.':
    '순위 바꾸기만 1(가장 먼저)부터 10(가장 나중)까지를 받습니다.',
  'a filter is an object, not %': '필터는 객체여야 합니다. {1}은(는) 안 됩니다',
  'Send {"status": "failed"}. %': '상태 등 조건을 하나 이상 정하세요.',
  'Say which: {"status": "failed"}. %': '상태, 템플릿, 시각 가운데 조건을 하나 이상 정하세요.',
  'Add status or ids: {"status": "pending"}.': '상태나 지시 번호를 정하세요.',
  'Add {"created_after": "2026-11-19T14:00:00+09:00"}, or name the ids.':
    '언제부터인지 정하거나 지시를 하나씩 고르세요.',
  'unknown filter key "%"': '"{1}" 조건은 없습니다',
  'filter key "%" takes %, not %': '조건 "{1}"에 {3}은(는) 쓸 수 없습니다',
  'Keys: status, created_after, created_before, template_name, trigger_type, error_class, worker, ids.':
    '쓸 수 있는 조건: 상태, 시각, 템플릿, 계기, 오류 종류, 워커, 번호.',

  // Alerts, tokens, delivery
  'unknown feedback "%"': '"{1}" 평가는 없습니다',
  'feedback is useful, false_positive, not_actionable or missing_details.':
    '도움이 됨, 틀린 경보, 할 일이 없음, 정보 부족 가운데 고르세요.',
  'ko or en.': 'ko 또는 en만 됩니다.',
  'a token cannot be named "%"': '토큰 이름으로 "{1}"은(는) 쓸 수 없습니다',
  'Name the person or the system, in at most 80 characters; "local" and "hub:..." are the hub\'s own.':
    '사람이나 시스템의 이름을 80자 이내로 쓰세요. "local"과 "hub:..."는 허브가 씁니다.',
  'viewer looks, operator acts, admin changes settings, rules and tokens.':
    'viewer는 보기, operator는 조작, admin은 설정·규칙·토큰까지입니다.',
  'there is a token named "%"': '"{1}" 토큰이 이미 있습니다',
  'Choose another name, or revoke that one first: GET /api/tokens.':
    '다른 이름을 쓰거나 그 토큰을 먼저 없애세요.',
  'GET /api/tokens.': '토큰 목록에서 확인하세요.',
  'the name "%" is the hub\'s own': '"{1}"은(는) 허브가 쓰는 이름입니다',
  'Say who you are.': '본인의 이름을 쓰세요.',
  'Say who does this: a name or a system.': '사람이나 시스템의 이름을 쓰세요.',

  // Hands
  'a hand must be an object, not %': '핸드는 객체여야 합니다. {1}은(는) 안 됩니다',
  'Send {"table_id": "table_1", "hand_number": 7, ..}: the columns of hands.':
    '테이블과 번호를 포함한 핸드의 항목을 보내세요.',
  'a hand needs table_id and hand_number': '핸드에는 테이블과 번호가 있어야 합니다',
  'Send both, and session_id with started_at when there are any.': '둘 다 넣으세요.',
  'session_id without started_at': '세션 번호만 있고 시작 시각이 없습니다',
  'A hand of a session is known by both; send the start as exported.': '내보낸 시작 시각을 함께 넣으세요.',
  'started_at is no full time: "%"': '시작 시각이 온전하지 않습니다: "{1}"',
  'Send the start as exported: "2025-10-16T08:25:17.0907267Z".':
    '내보낸 그대로 넣으세요: "2025-10-16T08:25:17.0907267Z"',
  'a hand that cannot be read: a list, an object or a boolean where text or a number belongs':
    '핸드를 읽을 수 없습니다: 글자나 숫자 자리에 다른 것이 있습니다',
  'a hand that cannot be read: %': '핸드를 읽을 수 없습니다: {1}',
  'Send the types of the columns of hands: GET /api/hands.': '값의 형식을 고치세요.',
  '% must be true or false, not %': '{1}은(는) true나 false여야 합니다. {2}은(는) 안 됩니다',
  'Send true or false.': 'true나 false를 쓰세요.',
  '% must be a list of cards, not %': '{1}은(는) 카드 목록이어야 합니다. {2}은(는) 안 됩니다',
  'Send cards like ["As", "Td"].': '카드는 As, Td처럼 쓰세요.',
  '"%" in % is no card': '{2}의 "{1}"은(는) 카드가 아닙니다',
  'A card is a rank (2-9, 10 or T, J, Q, K, A) and a suit (c, d, h, s): "As", "Td".':
    '카드는 숫자(2-9, 10 또는 T, J, Q, K, A) 다음에 무늬(c, d, h, s)입니다: As, Td.',
  '% must be a whole number, not %': '{1}은(는) 정수여야 합니다. {2}은(는) 안 됩니다',
  'Send a number such as 1500.': '1500 같은 숫자를 쓰세요.',
  '% must be a list, not %': '{1}은(는) 목록이어야 합니다. {2}은(는) 안 됩니다',
  '% must hold objects, not %': '{1}의 항목은 객체여야 합니다. {2}은(는) 안 됩니다',
  'Send a JSON array of objects.': '객체의 JSON 배열을 보내세요.',
  'player % in players_json has no seat': '{1}번째 플레이어의 좌석이 없습니다',
  'Give every player an integer seat: {"seat": 3, "name": "KIM"}.': '플레이어마다 좌석 번호를 넣으세요.',
  'player % in players_json has no name but %': '{1}번째 플레이어의 이름이 글자가 아닙니다: {2}',
  'Send the name as text, or leave it out.': '이름을 글자로 쓰거나 비우세요.',
  'table_id must have 1 to 50 characters, not %': '테이블은 1~50자여야 합니다. 지금 {1}자입니다',
  'Send the physical table: "table_1".': '실제 테이블을 쓰세요: table_1',
  'a hand needs a hand_number': '핸드 번호가 없습니다',
  'Send the number shown at the table; -1 when it is not known.':
    '테이블에 표시된 번호를 쓰고, 모르면 -1을 쓰세요.',
  'unknown hand_rank "%"': '"{1}" 족보는 없습니다',
  'hand_rank is null or royal_flush, straight_flush, four_of_a_kind, full_house, flush, straight, three_of_a_kind, two_pair, one_pair, high_card.':
    '족보를 목록에서 고르거나 비우세요.',
  'pot_size and duration_seconds cannot be negative': '팟과 걸린 시간은 음수일 수 없습니다',
  'Send chips and seconds; 0 or null when unknown.': '칩과 초로 쓰고, 모르면 비우세요.',
  'winner may have 100 characters': '승자 이름은 100자까지입니다',
  'Shorten it; all names stand in players_json.': '짧게 쓰세요. 전체 이름은 플레이어에 있습니다.',
  '% is out of range: %': '{1}이(가) 범위를 벗어났습니다: {2}',
  'Send a time between the years 1 and 9999, or null when it is unknown.':
    '1년과 9999년 사이의 시각을 쓰세요.',

  // Instructions
  'template_name must have 1 to 100 characters': '템플릿 이름은 1~100자여야 합니다',
  "Send the After Effects template's name.": 'After Effects 템플릿의 이름을 쓰세요.',
  'trigger_type may have 50 and trigger_id 100 characters': '계기가 너무 깁니다',
  'Shorten it.': '짧게 쓰세요.',
  'layer_data_json must be an object, not %': '레이어 값은 객체여야 합니다. {1}은(는) 안 됩니다',
  'Send {"Name 1": "KIM", "Chips 1": "1,500,000"}.': '예: {"Name 1": "KIM", "Chips 1": "1,500,000"}',
  'output_settings_json must be an object, not %': '출력 설정은 객체여야 합니다. {1}은(는) 안 됩니다',
  'Send {"format": "mov_alpha", "width": 1920, "height": 1080, "fps": 30}.':
    '예: {"format": "mov_alpha", "width": 1920, "height": 1080, "fps": 30}',
  'unknown output format "%"': '"{1}" 출력 형식은 없습니다',
  'format is png_sequence, mov_alpha or mp4.': '출력 형식은 png_sequence, mov_alpha, mp4입니다.',
  'the instruction does not fit template "%": %': '지시가 템플릿 "{1}"에 맞지 않습니다: {2}',
  'instruction % cannot go from % to %': '지시 {1}번은 {2}에서 {3}(으)로 갈 수 없습니다',
  'Use the verbs: claim, complete, fail, release, retry, cancel.': '다시 렌더링이나 취소로 바꾸세요.',
  'required layer "%" is missing': '필수 레이어 "{1}" 없음',
  'layer "%" must be %, not %': '레이어 "{1}"의 값 {3}, {2} 형식이어야 함',
  'layer "%" must be a path inside the assets folder, not %':
    '레이어 "{1}"의 값 {2}, 소재 폴더 안의 경로여야 함',
  'too many rows: "%", the template has %': '행이 너무 많음(템플릿은 {2}행): "{1}"',
  'the template has no layer "%"': '템플릿에 없는 레이어 "{1}"',
  'the catalogue does not have it': '템플릿 목록에 없음',

  // Templates
  'templates are a list of objects with a name of 1 to 100 characters and a composition':
    '템플릿은 이름(1~100자)과 컴포지션이 있는 객체의 목록입니다',
  'Use: npm run hub -- templates load FILE': 'npm run hub -- templates load 파일',
  'template "%" stands twice': '템플릿 "{1}"이(가) 두 번 있습니다',
  'Give each template one entry.': '템플릿마다 하나씩만 두세요.',

  // The same request twice
  'this Idempotency-Key is in use': '같은 요청이 아직 처리 중입니다',
  'this Idempotency-Key came with another request before': '이 Idempotency-Key는 다른 요청에 쓰였습니다',
  'Make a new key for every request; send the same one only to repeat it.': '요청마다 새 키를 쓰세요.',
  'this Idempotency-Key was taken over by a repetition of the request':
    '같은 요청이 다시 들어와 이어서 처리되고 있습니다',
  'Send it again: you will get the answer of the other one.': '다시 보내면 그 답을 받습니다.',
}
