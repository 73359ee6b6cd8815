/** What is wrong with a channel or a route. */
export const delivery: Readonly<Record<string, string>> = {
  'name: 1 to 62 characters, no quotes': '이름: 1~62자, 따옴표 없이',
  'kind: slack, email or webhook': '종류: Slack, 이메일, 웹훅 중 하나',
  'enabled: true or false': '사용: 켜거나 끄기',
  'config and secrets: objects': '설정과 비밀: 객체',
  'config of a % channel: %': '{1} 채널의 설정: {2}',
  nothing: '없음',
  'secrets of a % channel: %, each a text': '{1} 채널의 비밀: {2}, 각각 글자',
  "secrets.url: an https address; http only on this machine or in the studio's own network; no user in it":
    '주소: https 주소. http는 이 컴퓨터나 스튜디오 내부망에서만, 사용자 이름은 없이',
  'secrets.key: at least 16 characters, known to the receiver; each message is signed with it':
    '서명 키: 받는 쪽도 아는 16자 이상. 메시지마다 이것으로 서명합니다',
  'config.host: name or address of the SMTP server': 'SMTP 서버: 이름 또는 주소',
  'config.port: 465 with security tls, 587 with starttls': '포트: TLS는 465, STARTTLS는 587',
  'config.security: tls, starttls, or none': '암호화: TLS, STARTTLS, 없음 중 하나',
  'config.from: an e-mail address': '보내는 주소: 이메일 주소',
  'config.to: 1 to 50 e-mail addresses': '받는 주소: 이메일 주소 1~50개',
  'secrets: user and password go together': '사용자와 비밀번호는 함께 넣습니다',
  'config.ca: a certificate in PEM, for a server whose certificate is its own':
    '인증서: 자체 서명한 서버의 PEM 인증서',
  'channel_id: a channel of GET /api/channels': '채널: 채널 목록에서 고르기',
  'escalate_to: a channel of GET /api/channels, or null': '두 번째 채널: 채널 목록에서 고르거나 비우기',
  'escalate_to: another channel than its own': '두 번째 채널: 다른 채널이어야 함',
  'enabled, go_on: true or false': '사용, 다음 경로에도 물어봄: 켜거나 끄기',
  'position: 0 to 1000000, lowest first': '순번: 0~1000000, 작은 것부터',
  'language: ko or en': '언어: 한국어 또는 영어',
  'time_zone: such as Asia/Seoul, or null': '표준 시간대: Asia/Seoul처럼, 또는 비우기',
  'match and timing: objects': '대상과 시간: 객체',
  'match: severity, kind, subject, template': '대상: 심각도, 종류, 범위, 템플릿',
  'match: severity, kind and template are lists of texts, subject is a text (* stands for anything)':
    '대상: 심각도, 종류, 템플릿은 글자 목록, 범위는 글자(*는 아무 글자)',
  'match.severity: info, warning, error, critical': '심각도: 정보, 경고, 오류, 긴급',
  'timing: {"critical": {"wait": 0, "interval": 120, "repeat": 600, "escalate": 300}}':
    '시간: 심각도마다 대기, 간격, 반복, 상향',
  'timing: wait, interval (10 and more), repeat, escalate, in seconds up to 86400':
    '시간: 대기, 간격(10 이상), 반복, 상향. 초 단위, 86400까지',
  'schedule: a list of windows, or null for always': '시간대: 목록, 항상이면 비우기',
  'schedule: [{"days": ["mon", "tue"], "from": "18:00", "to": "02:00"}]':
    '시간대: 요일과 시작, 끝 시각(예: 월·화 18:00~02:00)',
}
