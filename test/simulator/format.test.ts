import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readExport } from '../../src/siblings/feature_table/document.ts'
import { readLog } from '../../src/siblings/feature_table/log.ts'
import { durationText, ticksOf, timeText } from '../../src/simulator/dotnet_time.ts'
import { exportName, exportText } from '../../src/simulator/gfx_document.ts'
import { hasRealExports, realFiles, realTables, withoutThem } from '../siblings/feature_table/real_exports.ts'
import { stepsOf } from './support.ts'

const steps = stepsOf(600)
const exports = steps.flatMap(({ session, hands }) => (hands ? [exportText(session, hands)] : []))

/** Every place of a document with the types found there; objects with their keys in order. */
function shapeOf(documents: readonly string[]): Map<string, Set<string>> {
  const shape = new Map<string, Set<string>>()
  const visit = (path: string, value: unknown): void => {
    const found = shape.get(path) ?? new Set()
    shape.set(path, found.add(kindOf(value)))
    if (Array.isArray(value)) for (const item of value) visit(`${path}[]`, item)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(`${path}.${key}`, item)
    }
  }
  for (const document of documents) visit('', JSON.parse(document))
  return shape
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'object') return Object.keys(value).join(',')
  if (typeof value === 'number') return Number.isInteger(value) ? 'whole number' : 'number'
  if (typeof value !== 'string') return typeof value
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/.test(value)) return 'time'
  if (/^P(\d+D)?T(\d+H)?(\d+M)?\d+(\.\d{1,7})?S$/.test(value)) return 'duration'
  if (/^(10|[2-9jqka])[cdhs]( (10|[2-9jqka])[cdhs])?$/.test(value)) return 'cards'
  return value === '' ? 'empty' : 'text'
}

describe('the documents', () => {
  test(`have the places, the types and the order of the keys of real ones${withoutThem}`, ({ skip }) => {
    if (!hasRealExports) skip()
    const real = shapeOf(
      realTables.flatMap((table) => realFiles(table, '.json')).map((file) => readFileSync(file, 'utf8')),
    )
    const made = shapeOf(exports.slice(-20))
    expect([...made.keys()].sort()).toEqual([...real.keys()].sort())
    for (const [path, kinds] of made) {
      // Names are free text; everything else has been seen in a real export.
      expect({ path, new: [...kinds].filter((kind) => !real.get(path)?.has(kind)) }).toEqual({
        path,
        new: [],
      })
    }
  })

  test('carry the session in digits: in the id, the name of the file and the time of creation', () => {
    for (const step of steps.slice(0, 50)) {
      const text = exportText(step.session, step.hands ?? [])
      const id = /"ID":(\d+)/.exec(text)?.[1] ?? ''
      expect(exportName(step.session)).toBe(`PGFX_live_data_export GameID=${id}.json`)
      expect(text).toContain(`"CreatedDateTimeUTC":"${timeText(BigInt(id))}"`)
      expect(BigInt(id)).toBeGreaterThan(2n ** 53n)
      expect(readExport(new TextEncoder().encode(text)).session).toBe(id)
    }
  })

  test('times are those of .NET', () => {
    expect(timeText(638_961_224_831_992_165n)).toBe('2025-10-15T10:54:43.1992165Z')
    expect(ticksOf(Date.UTC(1970, 0, 1))).toBe(621_355_968_000_000_000n)
    expect(durationText(1_057_000_000n)).toBe('PT1M45.7S')
    expect(durationText(352_000_000n)).toBe('PT35.2S')
    expect(durationText(ticksOf(Date.UTC(2025, 9, 16, 12, 27, 15, 40)))).toBe('P739539DT12H27M15.04S')
    expect(durationText(ticksOf(Date.UTC(2025, 9, 16, 0, 0, 5)))).toBe('P739539DT5S')
  })

  test('the log tells every hand, those given up as well, in lines that the reader knows', () => {
    const mine = steps.filter((step) => step.table === 'table_1')
    const { hands, faults } = readLog(mine.map((step) => step.log).join(''))
    expect(faults).toEqual([])
    const told = mine.filter((step) => step.kind !== 'correction')
    expect(hands.map((hand) => hand.at)).toEqual(
      told.map((step) => Math.round(Date.parse(step.start) / 1000)),
    )
    const redone = told.filter((step) => step.kind === 'given_up')
    expect(redone.length).toBeGreaterThan(2)
    for (const step of redone) {
      const index = told.indexOf(step)
      expect(hands[index + 1]?.number).toBe(hands[index]?.number)
    }
  })
})
