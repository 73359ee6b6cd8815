import { useDashboard } from '../api/queries.ts'
import { type Key, useSay } from '../i18n/index.ts'
import { number, share, span } from '../lib/format.ts'
import { Panel } from '../parts/panel.tsx'

/** The figures of the day. */
export function Today() {
  const say = useSay()
  const found = useDashboard().data
  const latency = found?.metrics.avg_latency_1h
  const health = found?.data_flow_health
  const figures: readonly (readonly [Key, string, boolean?])[] = [
    ['today.hands', number(found?.projects.feature_table.hands_today)],
    ['today.instructions', number(found?.projects.sub.instructions_created)],
    ['today.outputs', number(found?.projects.ae.outputs_completed)],
    ['today.completion', share(health?.completion_rate)],
    ['today.latency', latency === null || latency === undefined ? '-' : span(latency * 1000)],
    ['today.errorRate', share(found?.metrics.error_rate_1h)],
    ['today.orphans', number(health?.orphan_hands), (health?.orphan_hands ?? 0) > 0],
    ['today.delayed', number(health?.delayed_instructions), (health?.delayed_instructions ?? 0) > 0],
  ]
  return (
    <Panel title={say('overview.chart.today')}>
      <dl className="today">
        {figures.map(([name, figure, bad]) => (
          <div key={name}>
            <dt>{say(name)}</dt>
            <dd className={bad ? 'bad' : ''}>{figure}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
