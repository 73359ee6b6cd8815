// 한국어가 기준이다. 처음에 내려받는 것을 늘리지 않으려고, 이 화면의 말은 화면과 함께 온다.
const ko = {
  title: '템플릿',
  name: '템플릿',
  needs: '필요한 레이어',
  optional: '선택:',
  rows: '최대 행:',
  anything: '정해진 레이어 없음: 무엇이든 받음',
  paused: '멈춤',
  empty: '템플릿이 없습니다',
  load: '템플릿 목록 불러오기: npm run hub -- templates load 파일 (docs/templates.md)',
  kinds: { number: '숫자', image: '이미지', video: '영상', audio: '소리' },
}

const en: typeof ko = {
  title: 'Templates',
  name: 'Template',
  needs: 'Layers it needs',
  optional: 'optional:',
  rows: 'rows at most:',
  anything: 'No layers listed: takes any',
  paused: 'held',
  empty: 'No templates',
  load: 'Load the catalogue: npm run hub -- templates load FILE (docs/templates.md)',
  kinds: { number: 'number', image: 'image', video: 'video', audio: 'audio' },
}

/** What the list of templates says; it comes with that page, because the first load has no room for it. */
export const templateWords = { ko, en }
