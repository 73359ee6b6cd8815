import { expect, test } from 'vitest'
import { showProgress } from '../../../src/siblings/feature_table/progress.ts'

function aScreen(isTTY: boolean, columns = 20) {
  let time = 0
  const written: string[] = []
  const screen = { isTTY, columns, write: (text: string) => written.push(text) }
  const progress = showProgress(screen, () => time)
  return { written, progress, wait: (ms: number) => (time += ms) }
}

test('a terminal keeps one line, no longer than it is wide', () => {
  const { written, progress, wait } = aScreen(true)
  progress.show('1 of 3')
  progress.show('too soon')
  wait(100)
  progress.show('2 of 3 and a very long tail')
  progress.line('a.json: broken')
  progress.clear()
  expect(written).toEqual([
    '\r\u001b[K1 of 3',
    '\r\u001b[K2 of 3 and a very l',
    '\r\u001b[K',
    'a.json: broken\n',
  ])
})

test('elsewhere there is a line now and then', () => {
  const { written, progress, wait } = aScreen(false)
  progress.show('at once')
  wait(5_000)
  progress.show('1 of 3')
  wait(100)
  progress.show('too soon')
  progress.line('a.json: broken')
  progress.clear()
  expect(written).toEqual(['1 of 3\n', 'a.json: broken\n'])
})

test('a terminal that does not know its width cuts nothing short', () => {
  const { written, progress } = aScreen(true, 0)
  progress.show('1 of 3')
  expect(written).toEqual(['\r\u001b[K1 of 3'])
})
