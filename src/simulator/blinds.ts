/** Blinds of a level; the big blind pays an ante as large as itself. */
export type Level = { readonly small: number; readonly big: number }

/** The levels of a tournament. */
const levels: readonly Level[] = `
  100/200 200/300 200/400 300/500 300/600 400/800 500/1000 600/1200
  1000/1500 1000/2000 1500/2500 1500/3000 2000/4000 3000/5000 3000/6000 4000/8000
  5000/10000 6000/12000 10000/15000 10000/20000 15000/25000 15000/30000 20000/40000 25000/50000
  30000/60000 40000/80000 50000/100000 60000/120000 75000/150000 100000/200000 125000/250000 150000/300000
  200000/400000 250000/500000 300000/600000`
  .trim()
  .split(/\s+/)
  .map((text) => {
    const [small = 0, big = 0] = text.split('/').map(Number)
    return { small, big }
  })

/** The level after so many levels of play; the last one stays. */
export function levelAt(index: number): Level {
  return levels[Math.min(index, levels.length - 1)] as Level
}

/** The chip in which bets of a level are made. */
export function chipOf({ small, big }: Level): number {
  const fits = [25_000, 5_000, 1_000, 500].find((chip) => small % chip === 0 && big % chip === 0)
  return fits ?? 100
}
