/** What is said of a CSV, of its rows and of their cells. */
export const imports: Readonly<Record<string, string>> = {
  // Files
  'rows are refused, nothing was stored': '거절된 행이 있어 아무것도 저장되지 않았습니다',
  '% refused in % files': '파일 {2}개에서 {1}행이 거절됨',
  'Mend the rows, or send partial=true to store the others.': '행을 고쳐 다시 가져오세요.',
  'this hub takes no imports': '이 허브는 CSV를 받지 않습니다',
  'Use the one that was started with npm run hub -- serve.': 'npm run hub -- serve로 시작한 허브를 쓰세요.',
  'the form cannot be read': '양식을 읽을 수 없습니다',
  'the form has % parts named file: send 1 to %': '파일이 {1}개입니다. 1~{2}개를 보내세요',
  'is empty': '비어 있습니다',
  'has a header and no rows': '머리글만 있고 행이 없습니다',
  'has more than % rows: split it': '{1}행이 넘습니다. 나누세요',
  'has more than % faults; the rows after % were not read': '문제가 {1}건이 넘어 {2}행 뒤는 읽지 않았습니다',
  'has no known header: %. docs/csv.md lists the columns':
    '아는 머리글이 없습니다: {=1}. 열의 이름은 docs/csv.md에 있습니다',
  'is no list of %: the column % is missing': '{1} 목록인데 {2} 열이 없습니다',
  'has two columns for %: keep one': '{=1} 열이 두 개입니다. 하나만 남기세요',
  'has no tournament_number, which dialect 1 has': '대회 번호 열이 없습니다(형식 1에는 있어야 합니다)',
  'has a tournament_number, which dialect 2 has not': '대회 번호 열이 있습니다(형식 2에는 없습니다)',
  'holds money: declare dollars or cents, not chips':
    '금액이 있는 파일입니다. 금액 단위를 칩이 아니라 달러나 센트로 정하세요',
  'columns nobody knows were left out: %': '모르는 열은 뺐습니다: {=1}',
  'is an Excel workbook: save it as "CSV UTF-8" and import that':
    'Excel 통합 문서입니다. "CSV UTF-8"로 저장한 뒤 가져오세요',
  'is text neither in UTF-8 nor in CP949: save it as "CSV UTF-8"':
    'UTF-8도 CP949도 아닙니다. "CSV UTF-8"로 저장하세요',
  'is not UTF-8 and was read as CP949 (Korean Excel): look at the names':
    'CP949(한글 Excel)로 읽었습니다. 이름이 맞는지 확인하세요',
  'contains the character U+0000, which no CSV has: save it as "CSV UTF-8"':
    'CSV에 없는 문자(U+0000)가 있습니다. "CSV UTF-8"로 저장하세요',
  'has a row of more than % bytes%: is a quote not closed?':
    '{1}바이트가 넘는 행이 있습니다{2}. 따옴표가 닫혔는지 확인하세요',
  'has a quote that is not closed%': '닫히지 않은 따옴표가 있습니다{1}',
  'has a quote where none may be%: quotes inside a cell are written twice':
    '따옴표가 잘못된 곳에 있습니다{1}. 셀 안의 따옴표는 두 번 씁니다',
  ' near line %': ' ({1}번째 줄 근처)',
  'has % cells under % columns: put quotes around cells with separators':
    '열은 {2}개인데 셀이 {1}개입니다. 구분자가 든 셀은 따옴표로 감싸세요',
  'does not say of which tournament it is: declare its number (--tournament, or tournament=), or bring%':
    '어느 대회인지 적혀 있지 않습니다. 위의 대회 번호를 쓰거나 그 대회만 있는 tournaments.csv를 함께 고르세요',
  'is about %, %': '대회 {=1}의 것으로 보았습니다({2})',
  'as % beside it says': '옆의 {=1}에 따라',
  'has % tournaments without a number: one number was declared':
    '번호 없는 대회가 {1}개인데 정한 번호는 하나입니다',
  'tournament_number or name': 'tournament_number 또는 name',
  'remaining_players, or another fact': 'remaining_players 등 다른 값',
  tournaments: '대회',
  players: '플레이어',
  levels: '레벨',
  payouts: '상금',
  broadcasts: '중계',
  level: '레벨',
  payout: '상금',
  dollars: '달러',
  cents: '센트',
  chips: '칩',

  // Rows
  'the same as row %': '{1}행과 같음',
  'speaks of the same as row %, and otherwise: keep one of them':
    '{1}행과 같은 것을 다르게 말합니다. 하나만 남기세요',
  'no such tournament: import it first, or mend its number':
    '그런 대회가 없습니다. 대회를 먼저 가져오거나 번호를 고치세요',
  '% tournaments have this name: say which one by its number':
    '이 이름의 대회가 {1}개입니다. 번호로 정하세요',
  'the hub does not know it: a new tournament needs a name, and a number if its name has more than 50 characters':
    '허브가 모르는 대회입니다. 새 대회에는 이름이, 이름이 50자를 넘으면 번호도 있어야 합니다',
  'level % is not in the blind structure: its graphics will lack the blinds':
    '레벨 {1}이(가) 블라인드 구조에 없어 그래픽에 블라인드가 빠집니다',
  'it is at level % and has no blind structure: a level that changes before that comes gives no graphic':
    '레벨 {1}인데 블라인드 구조가 없습니다. 구조를 가져오기 전에 바뀐 레벨은 그래픽이 나오지 않습니다',
  'the %s stay as % says': '{1}은(는) {2} 값 그대로',
  'chips stay % as % says': '칩은 {2} 값 {1} 그대로',
  'chips are % as PokerGFX says (%, hand %)': '칩은 PokerGFX 값 {1}({2}, 핸드 {3})',
  '% stays % as % says': '{=1}은(는) {3} 값 {=2} 그대로',
  'it stays as manual says': '직접 입력한 값 그대로',
  manual: '직접 입력',
  'more are left than entered: mend remaining_players or registered_players':
    '남은 인원이 참가 인원보다 많습니다. 둘 중 하나를 고치세요',
  'who is out has no chips: write 0, or is_eliminated false':
    '탈락한 선수는 칩이 없습니다. 0으로 쓰거나 탈락을 false로 쓰세요',
  'is more than the big blind: were they exchanged?': '빅 블라인드보다 큽니다. 서로 바뀌었는지 확인하세요',
  'comes before place_start: were they exchanged?': '시작 순위보다 앞섭니다. 서로 바뀌었는지 확인하세요',
  'places count from 1': '순위는 1부터입니다',
  'is empty: fill it in': '비어 있습니다. 채우세요',

  // Cells
  '"%" is negative: write 0 or more': '"{1}"은(는) 음수입니다. 0 이상으로 쓰세요',
  '"%" is no whole number: write it like 1500': '"{1}"은(는) 정수가 아닙니다. 1500처럼 쓰세요',
  '"%" is too large: at most %': '"{1}"은(는) 너무 큽니다. {2}까지입니다',
  '"%" says dollars, but cents were declared': '"{1}"에는 달러라고 적혀 있는데 센트로 정했습니다',
  '"%" cents are no whole dollars: the hub keeps whole dollars':
    '"{1}" 센트는 달러로 나누어떨어지지 않습니다. 달러 단위만 저장합니다',
  'dollars or cents? Declare the unit: --unit dollars, or unit=dollars':
    '달러인지 센트인지 위의 금액 단위에서 정하세요',
  '"%" is a formula: paste values instead': '"{1}"은(는) 수식입니다. 값으로 붙여 넣으세요',
  '"%" is a spreadsheet\'s error: mend its formula': '"{1}"은(는) 스프레드시트 오류입니다. 수식을 고치세요',
  '"%" holds characters nobody sees: type it anew': '"{1}"에 보이지 않는 문자가 있습니다. 다시 입력하세요',
  'has % characters: at most %': '{1}자입니다. {2}자까지입니다',
  '"%" is no country in two letters (ISO 3166), such as KR':
    '"{1}"은(는) 두 글자 국가 코드(ISO 3166)가 아닙니다. KR처럼 쓰세요',
  '"%" is neither yes nor no: write true or false':
    '"{1}"은(는) 예도 아니오도 아닙니다. true나 false로 쓰세요',
  '"%" is no percentage: write it like 12.5': '"{1}"은(는) 백분율이 아닙니다. 12.5처럼 쓰세요',
  '"%" is no day: write it as YYYY-MM-DD': '"{1}"은(는) 날짜가 아닙니다. YYYY-MM-DD로 쓰세요',
  '"%" is no time of day: write it as HH:MM': '"{1}"은(는) 시각이 아닙니다. HH:MM으로 쓰세요',
  '"%" is no full time: write it as 2026-11-23T12:00+09:00':
    '"{1}"은(는) 온전한 시각이 아닙니다. 2026-11-23T12:00+09:00처럼 쓰세요',
  '"%" is unknown: write %': '"{1}"은(는) 모르는 값입니다. 다음 중 하나로 쓰세요: {2}',
}
