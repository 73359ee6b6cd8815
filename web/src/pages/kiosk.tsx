import { useInstructionList } from '../api/queries.ts'
import { useSay } from '../i18n/index.ts'
import { useSight } from '../live/pulse.ts'
import { FlowStrip } from '../shell/flow_strip.tsx'
import { StatusStrip } from '../shell/status_strip.tsx'
import { AlertsPanel } from './alerts_panel.tsx'
import { NextOnAir } from './overview_right.tsx'
import '../styles/kiosk.css'

/** For a wall screen: state, chain, alerts, what airs next, half as large again; nothing can be done here. */
export function Kiosk() {
  const say = useSay()
  const { blind } = useSight()
  // The overview's table loads these; here is none.
  useInstructionList({ order: 'queue' }, 100)
  useInstructionList({ status: 'processing' }, 100)
  useInstructionList({ status: 'failed' }, 50)
  return (
    <div className="shell kiosk" data-blind={blind}>
      <StatusStrip />
      <FlowStrip />
      <main className="page">
        <h1 className="visually-hidden">{say('nav.overview')}</h1>
        <AlertsPanel />
        <NextOnAir onOpen={() => {}} />
      </main>
    </div>
  )
}
