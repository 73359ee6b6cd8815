import type { Random } from './random.ts'

/** A player as PokerGFX knows one: what is shown, and the full name, which may be missing. */
export type Person = { readonly name: string; readonly longName: string }

const first =
  'Ada Bo Ciro Dina Emre Femi Gita Hana Ivo Jiho Kai Lena Mina Niko Oya Pia Remy Sora Tomi Uma Vito Yuna Zoé 민준 서연'
const begin = 'Bal Cor Dem Fal Gar Hol Jor Kal Lan Mar Nor Ost Par Rin Sal Tor Ul Var Wen Zim Ör'
const middle = 'a e i o u an el in or ur'
const end = 'berg da ko lin maz nov ri sen ssi ton vic wa yan zié'

/** Endless made-up players, no two of one stream alike. */
export function* peopleBy(random: Random): Generator<Person, never> {
  const taken = new Set<string>()
  const surname = (): string => [begin, middle, end].map((parts) => random.of(parts.split(' '))).join('')
  for (;;) {
    let last = surname()
    while (taken.has(last)) last += `-${surname()}`
    taken.add(last)
    const name = random.chance(0.3) ? last.toUpperCase() : last
    yield { name, longName: random.chance(0.1) ? '' : `${random.of(first.split(' '))} ${last}` }
  }
}
