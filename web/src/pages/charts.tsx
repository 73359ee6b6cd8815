import { useMemo } from 'react'
import 'uplot/dist/uPlot.min.css'
import { useErrorRate, useLatency, useThroughput, useWaiting } from '../api/queries.ts'
import { useSay } from '../i18n/index.ts'
import { compact, inOneUnit } from '../lib/format.ts'
import { Chart, type Line } from '../parts/chart.tsx'
import { Empty, Panel } from '../parts/panel.tsx'

type Point = { readonly at: string }
const seconds = (series: readonly Point[]): number[] => series.map(({ at }) => Date.parse(at) / 1000)

/** Demand behind completions: a quiet break looks quiet, not broken. */
export function Charts() {
  const say = useSay()
  const pace = useThroughput('6h').data
  const wait = useLatency('6h').data
  const errors = useErrorRate('6h').data
  const queue = useWaiting('6h').data
  const paceLines = useMemo(
    () => [
      {
        name: say('overview.chart.created'),
        color: 'demand',
        fill: true,
        values: pace?.series.map((p) => p.created) ?? [],
      },
      {
        name: say('overview.chart.completed'),
        color: 'done',
        values: pace?.series.map((p) => p.completed) ?? [],
      },
    ],
    [pace, say],
  )
  const waitLines = useMemo(
    () => [
      { name: say('overview.chart.p95'), color: 'demand', values: wait?.series.map((p) => p.p95) ?? [] },
      { name: say('overview.chart.p50'), color: 'done', values: wait?.series.map((p) => p.p50) ?? [] },
    ],
    [wait, say],
  )
  const errorLines = useMemo(
    () => [
      {
        name: say('overview.chart.finished'),
        color: 'demand',
        fill: true,
        values: errors?.series.map((p) => p.finished) ?? [],
      },
      {
        name: say('overview.chart.failed'),
        color: 'error',
        bars: true,
        values: errors?.series.map((p) => p.failed) ?? [],
      },
    ],
    [errors, say],
  )
  const queueLines = useMemo(
    () => [
      {
        name: say('overview.chart.depth'),
        color: 'demand',
        fill: true,
        values: queue?.series.map((p) => p.waiting) ?? [],
      },
      {
        name: say('overview.chart.oldest'),
        color: 'done',
        right: true,
        values: queue?.series.map((p) => p.oldest_wait) ?? [],
      },
    ],
    [queue, say],
  )
  return (
    <>
      <ChartPanel
        title={say('overview.chart.throughput')}
        series={pace?.series}
        lines={paceLines}
        format={compact}
      />
      <ChartPanel
        title={say('overview.chart.latency')}
        series={wait?.series}
        lines={waitLines}
        format={inSeconds}
      />
      <ChartPanel
        title={say('overview.chart.failures')}
        series={errors?.series}
        lines={errorLines}
        format={compact}
      />
      <ChartPanel
        title={say('overview.chart.queue')}
        series={queue?.series}
        lines={queueLines}
        format={compact}
        formatRight={inSeconds}
      />
    </>
  )
}

type Props = {
  readonly title: string
  readonly series: readonly Point[] | undefined
  readonly lines: readonly Line[]
  readonly format: (value: number) => string
  readonly formatRight?: (value: number) => string
}

const inSeconds = (value: number): string => inOneUnit(value * 1000)

function ChartPanel({ title, series, lines, format, formatRight }: Props) {
  const say = useSay()
  const at = useMemo(() => seconds(series ?? []), [series])
  const none = series !== undefined && lines.every(({ values }) => values.every((value) => !value))
  const head = (
    <>
      <span className="spring" />
      <span className="chart-legend">
        {lines.map(({ name, color }) => (
          <span key={name} className="whitespace-nowrap">
            <svg width="10" height="10" aria-hidden="true" className="mr-1 inline-block">
              <rect width="10" height="10" rx="2" fill={`var(--${color})`} />
            </svg>
            {name}
          </span>
        ))}
      </span>
    </>
  )
  return (
    <Panel title={title} head={head}>
      {none ? (
        <Empty title={say('overview.chart.none')} />
      ) : (
        <Chart label={title} at={at} lines={lines} format={format} formatRight={formatRight} />
      )}
    </Panel>
  )
}
