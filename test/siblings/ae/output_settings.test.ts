import { expect, test } from 'vitest'
import { readOutputSettings } from '../../../src/siblings/ae/output_settings.ts'

test.for([
  [{}, { width: 1920, height: 1080, frames: 1, sequence: false }],
  [
    { width: 1280, height: 720 },
    { width: 1280, height: 720, frames: 1, sequence: false },
  ],
  [
    { format: 'png_sequence', duration_frames: 90 },
    { width: 1920, height: 1080, frames: 90, sequence: true },
  ],
  [{ format: 'png_sequence' }, { width: 1920, height: 1080, frames: 1, sequence: false }],
  [
    { format: 'mov_alpha', duration_frames: 90 },
    { width: 1920, height: 1080, frames: 1, sequence: false },
  ],
  [
    { width: null, quality: 90 },
    { width: 1920, height: 1080, frames: 1, sequence: false },
  ],
] as const)('%j', ([document, settings]) => {
  expect(readOutputSettings(document)).toEqual(settings)
})

test.for([
  { width: 0 },
  { width: -1920 },
  { height: 1e9 },
  { width: 1920.5 },
  { width: '1920' },
  { width: {} },
  { duration_frames: 1e6 },
])('%j cannot be rendered, and the text says so in the words of a permanent error', (document) => {
  expect(() => readOutputSettings(document)).toThrow(/^invalid output settings: \w+ must be/)
})
