import { loadImage } from '@napi-rs/canvas'
import { describe, expect, test } from 'vitest'
import { familyWith, fontStack, hasKorean } from '../../../src/siblings/ae/fonts.ts'
import { type Picture, renderPng } from '../../../src/siblings/ae/render_png.ts'

const aPicture = (changes: Partial<Picture> = {}): Picture => ({
  template: 'premium_hand',
  layers: { 'Player Name': 'Kim', 'Chips 1': '22,975,000 (56BB)' },
  width: 480,
  height: 270,
  frames: 1,
  ...changes,
})

describe('renderPng', () => {
  test.for([
    [1920, 1080],
    [1080, 1920],
    [16, 16],
  ] as const)('makes a PNG of %i x %i', async ([width, height]) => {
    const png = await renderPng(aPicture({ width, height }), 0)
    expect(png.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
    const image = await loadImage(png)
    expect([image.width, image.height]).toEqual([width, height])
  })

  test('the same data make the same bytes, other data make others', async () => {
    const first = await renderPng(aPicture(), 0)
    expect(await renderPng(aPicture(), 0)).toEqual(first)
    expect(await renderPng(aPicture({ layers: { 'Player Name': 'Lee' } }), 0)).not.toEqual(first)
    expect(await renderPng(aPicture({ template: 'elimination' }), 0)).not.toEqual(first)
  })

  test('the frames of a sequence move', async () => {
    const pictures = await Promise.all([0, 1, 23].map((frame) => renderPng(aPicture({ frames: 24 }), frame)))
    expect(new Set(pictures.map((png) => png.toString('base64'))).size).toBe(3)
  })

  test('any layer data can be drawn', async () => {
    const layers = {
      'Text 제목 2': '엘리미네이션',
      nothing: null,
      number: 9_007_199_254_740_991,
      list: ['As', 'Td'],
      object: { nested: { deeply: true } },
      long: 'x'.repeat(100_000),
      emoji: '😀'.repeat(500),
      control: 'a\nb\u0000\u001b[31m\u2028c',
      half: '\ud800',
      '': 'no name',
    }
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`Name ${i}`, `player ${i}`]))
    for (const layerData of [layers, many, {}]) {
      expect((await renderPng(aPicture({ layers: layerData }), 0)).length).toBeGreaterThan(500)
    }
  })
})

describe('fonts', () => {
  test('a family is found for letters there are, none for a letter that no font has', () => {
    expect(familyWith('A')).toEqual(expect.any(String))
    expect(familyWith('\u{10FFFE}')).toBeUndefined()
  })

  test('a font with Korean letters stands first, if there is one', () => {
    const korean = familyWith('글')
    expect(hasKorean()).toBe(korean !== undefined)
    expect(fontStack()).toContain('sans-serif')
    expect(fontStack().startsWith(JSON.stringify(korean ?? 'DejaVu Sans'))).toBe(true)
  })
})
