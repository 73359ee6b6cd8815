import { lazy, type ReactNode } from 'react'
import { untilReached } from './live/pulse.ts'

// The overview is what has to be there at once; everything else comes when it is opened, or when nothing else is to do:
// who opens it while the hub is away has it already.

const parts: (() => Promise<unknown>)[] = []

const triesMs = [1000, 2000]

/** A part that does not come while the hub is away comes when it is back. */
async function fetched<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await load()
    } catch (error) {
      const wait = triesMs[tries]
      if (wait === undefined) throw error
      await new Promise((again) => setTimeout(again, wait))
      await untilReached()
    }
  }
}

function later<P>(load: () => Promise<{ default: (props: P) => ReactNode }>) {
  const fetching = () => fetched(load)
  parts.push(fetching)
  return lazy(fetching)
}

/** Fetch them all, one after the other. */
export async function fetchAhead(): Promise<void> {
  for (const load of parts) await load()
}

export const Kiosk = later(async () => ({ default: (await import('./pages/kiosk.tsx')).Kiosk }))
export const Queue = later(async () => ({ default: (await import('./pages/queue.tsx')).QueuePage }))
export const Alerts = later(async () => ({ default: (await import('./pages/alerts.tsx')).AlertsPage }))
export const Hands = later(async () => ({ default: (await import('./pages/hands.tsx')).HandsPage }))
export const Hand = later(async () => ({ default: (await import('./pages/hand.tsx')).HandPage }))
export const Workers = later(async () => ({ default: (await import('./pages/workers.tsx')).WorkersPage }))
export const Outputs = later(async () => ({ default: (await import('./pages/outputs.tsx')).OutputsPage }))
export const Tournaments = later(async () => ({
  default: (await import('./pages/tournaments.tsx')).TournamentsPage,
}))
export const Rules = later(async () => ({ default: (await import('./pages/rules.tsx')).RulesPage }))
export const Settings = later(async () => ({ default: (await import('./pages/settings.tsx')).SettingsPage }))
export const Audit = later(async () => ({ default: (await import('./pages/audit.tsx')).AuditPage }))
export const Delivery = later(async () => ({
  default: (await import('./pages/delivery/index.tsx')).DeliveryPage,
}))
export const Login = later(async () => ({ default: (await import('./pages/login.tsx')).LoginPage }))
export const OrderGraphic = later(async () => ({
  default: (await import('./pages/order_graphic.tsx')).OrderGraphic,
}))
export const EnterHand = later(async () => ({
  default: (await import('./pages/hand_entry.tsx')).EnterHand,
}))
export const Charts = later(async () => ({ default: (await import('./pages/charts.tsx')).Charts }))
export const Today = later(async () => ({ default: (await import('./pages/today.tsx')).Today }))
export const StoryPanel = later(async () => ({
  default: (await import('./story/story_panel.tsx')).StoryPanel,
}))
export const BulkDialog = later(async () => ({
  default: (await import('./shell/bulk_dialog.tsx')).BulkDialog,
}))
export const KeySheet = later(async () => ({ default: (await import('./shell/key_sheet.tsx')).KeySheet }))
