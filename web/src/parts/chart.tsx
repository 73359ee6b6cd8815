import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { hourMinute, timeOfDay } from '../lib/format.ts'
import { usePrefs } from '../lib/prefs.ts'

export type Line = {
  readonly name: string
  /** A variable of the theme. */
  readonly color: string
  readonly values: readonly (number | null)[]
  readonly fill?: boolean
  readonly bars?: boolean
  /** Against the scale on the right: it has another unit. */
  readonly right?: boolean
}

type Props = {
  readonly label: string
  /** Epoch seconds. */
  readonly at: readonly number[]
  readonly lines: readonly Line[]
  readonly format: (value: number) => string
  readonly formatRight?: ((value: number) => string) | undefined
}

const fromZero: uPlot.Scale.Range = (_, __, most) => [0, Math.max(most ?? 0, 1) * 1.1]

/** A small chart over time; the figures are read out by its label. */
export function Chart({ label, at, lines, format, formatRight }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const { theme, lang } = usePrefs()
  const shape = lines.map(({ name, color, fill, bars }) => `${name}${color}${fill}${bars}`).join()
  // Drawn anew when its look changes, not with its data
  useEffect(() => {
    const target = box.current
    if (!target) return
    const styles = getComputedStyle(document.documentElement)
    const ink = (name: string): string => styles.getPropertyValue(`--${name}`).trim()
    const axis = {
      stroke: ink('muted'),
      grid: { stroke: ink('line'), width: 1 },
      ticks: { show: false },
      font: '11px system-ui',
    }
    const made = new uPlot(
      {
        width: target.clientWidth,
        height: target.clientHeight,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, formatRight ? 0 : 10, 0, 0],
        scales: { y: { range: fromZero }, ...(formatRight ? { right: { range: fromZero } } : {}) },
        axes: [
          {
            ...axis,
            size: 22,
            space: 84,
            values: (_, ticks) => ticks.map((tick, i) => (i === 0 ? timeOfDay : hourMinute)(tick * 1000)),
          },
          { ...axis, size: 46, space: 28, values: (_, ticks) => ticks.map(format) },
          ...(formatRight
            ? [
                {
                  ...axis,
                  grid: { show: false },
                  scale: 'right',
                  side: 1,
                  size: 44,
                  space: 28,
                  values: (_: uPlot, ticks: number[]) => ticks.map(formatRight),
                },
              ]
            : []),
        ],
        series: [
          {},
          ...lines.map(({ color, fill, bars, right }) => ({
            scale: right ? 'right' : 'y',
            stroke: ink(color),
            width: bars ? 0 : 1.5,
            points: { show: false },
            ...(fill || bars ? { fill: ink(color) } : {}),
            ...(bars && uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.8, 24] }) } : {}),
            ...(fill && uPlot.paths.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
          })),
        ],
      },
      dataOf(at, lines),
      target,
    )
    plot.current = made
    const sized = new ResizeObserver(() =>
      made.setSize({ width: target.clientWidth, height: target.clientHeight }),
    )
    sized.observe(target)
    return () => {
      sized.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [theme, lang, shape])
  useEffect(() => plot.current?.setData(dataOf(at, lines)), [at, lines])
  return <div ref={box} className="chart" role="img" aria-label={label} />
}

function dataOf(at: readonly number[], lines: readonly Line[]): uPlot.AlignedData {
  return [[...at], ...lines.map(({ values }) => [...values])] as uPlot.AlignedData
}
