/**
 * Descriptions of the rules and templates that come with the hub, by what stands there: one that somebody wrote himself is
 * not among them. test/http/language.test.ts compares them with the database.
 */
export const seeds: Readonly<Record<string, string>> = {
  // Templates
  'A full house or better won a showdown.': '풀하우스 이상으로 쇼다운 승리',
  'A player is out.': '플레이어 탈락',
  'A player is all in.': '플레이어 올인',
  'The blinds went up.': '블라인드 상승',
  "How a player's stack went.": '플레이어 스택 변화',
  'What the first nine places are paid.': '1~9위 상금',

  // Rules
  'Full house or better of the winner at a contested showdown.': '쇼다운에서 승자가 풀하우스 이상일 때',
  'One banner for each player who lost the last chips.': '칩을 모두 잃은 플레이어마다 배너 하나',
  'The smallest stack that went all in.': '올인한 플레이어 중 가장 작은 스택',
  'The big blind differs from the hand before at the table.':
    '같은 테이블의 이전 핸드와 빅 블라인드가 다를 때',
  "The winner's stack after a hand; a newer one replaces one that still waits.":
    '핸드가 끝난 뒤 승자의 스택. 새것이 아직 대기 중인 옛것을 대신함',
  'The payouts, when the money is reached.': '입상이 시작되면 상금표',
  'The payouts, when they are not what was announced.': '상금이 공지와 달라지면 상금표',
}
