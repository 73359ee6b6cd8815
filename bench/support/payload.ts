/** What a graphic needs to know, the same for all systems: about 300 bytes. */
export function graphic(n: number): Record<string, string> {
  return {
    'Name 1': 'KIM MIN-JUN',
    Hand: 'Full House',
    'Cards 1': 'As Ad',
    Board: '2h 7d Td Ac 7s',
    Pot: `${(18_000 + n * 100).toLocaleString('en-GB')}`,
    Table: `table_${n % 4}`,
    'Text 1': 'AT RISK OF ELIMINATION - 39TH ($27,700)',
    'Flag 1': 'Flag/KR.png',
    'Chips 1': '2,225,000 (56BB)',
    n: String(n),
  }
}
