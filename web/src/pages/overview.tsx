import { Suspense, useState } from 'react'
import { Charts, StoryPanel, Today } from '../pages.ts'
import { AlertsPanel } from './alerts_panel.tsx'
import { OverviewQueue } from './overview_queue.tsx'
import { NextOnAir, WorkersPanel } from './overview_right.tsx'

/** State, cause, what airs next, what to do: without scrolling. */
export function Overview() {
  const [opened, open] = useState<number | null>(null)
  return (
    <div className="overview">
      <AlertsPanel />
      <OverviewQueue onOpen={open} />
      <div className="right-column">
        {opened === null ? (
          <>
            <NextOnAir onOpen={open} />
            <WorkersPanel />
          </>
        ) : (
          <Suspense fallback={null}>
            <StoryPanel id={opened} className="row-span-2" onClose={() => open(null)} />
          </Suspense>
        )}
      </div>
      <div className="charts">
        <Suspense fallback={null}>
          <Charts />
          <Today />
        </Suspense>
      </div>
    </div>
  )
}
