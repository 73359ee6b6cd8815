import { createCanvas, GlobalFonts } from '@napi-rs/canvas'

/** A letter that no font has: what is drawn for it is the font's box for missing letters. */
const missing = '\u{10FFFD}'
const hangul = '한'

let remembered: { readonly families: number; readonly stack: string } | undefined

/** Families for text of any kind, as a CSS font stack; Korean letters come from the first that has them. */
export function fontStack(): string {
  const families = GlobalFonts.families.length
  if (remembered?.families !== families) remembered = { families, stack: findStack() }
  return remembered.stack
}

function findStack(): string {
  const korean = familyWith(hangul)
  return [...(korean ? [korean] : []), 'DejaVu Sans', 'Arial', 'Helvetica']
    .map((family) => JSON.stringify(family))
    .concat('sans-serif')
    .join(', ')
}

/** Does any font of this machine have Korean letters? */
export function hasKorean(): boolean {
  return familyWith(hangul) !== undefined
}

/** A font family that can draw this letter; upright sans serif families are asked first. */
export function familyWith(letter: string): string | undefined {
  return GlobalFonts.families
    .map(({ family }) => family)
    .sort((a, b) => preference(a) - preference(b) || (a < b ? -1 : 1))
    .find((family) => {
      const font = `24px ${JSON.stringify(family)}`
      return !drawn(letter, font).equals(drawn(missing, font))
    })
}

function preference(family: string): number {
  return /serif|myeongjo|batang|mono|pen|brush|math/i.test(family)
    ? 2
    : /sans|gothic|kr\b/i.test(family)
      ? 0
      : 1
}

function drawn(letter: string, font: string): Buffer {
  const context = createCanvas(40, 40).getContext('2d')
  context.font = font
  context.fillText(letter, 4, 30)
  return Buffer.from(context.getImageData(0, 0, 40, 40).data.buffer)
}
