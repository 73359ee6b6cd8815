import type { z } from '@hono/zod-openapi'
import type * as hub from '../../../src/http/row_schemas.ts'
import type { Me as MeSchema } from '../../../src/http/schemas/access.ts'
import type * as acted from '../../../src/http/schemas/acted_rows.ts'
import type * as routed from '../../../src/http/schemas/alert_routes.ts'
import type * as delivery from '../../../src/http/schemas/delivery.ts'
import type * as listed from '../../../src/http/schemas/listed_rows.ts'

// The rows of the API by name; their schemas are the hub's.

export type Hand = z.infer<typeof hub.Hand>
export type Instruction = z.infer<typeof hub.Instruction>
export type Attempt = z.infer<typeof hub.Attempt>
type Step = Pick<z.infer<typeof hub.DataFlow>['steps'][number], 'step' | 'state' | 'at'>
export type DataFlow = Omit<z.infer<typeof hub.DataFlow>, 'steps'> & { readonly steps: readonly Step[] }
export type Alert = z.infer<typeof acted.MonitoringEvent>
export type Rule = z.infer<typeof acted.Rule>
export type Setting = z.infer<typeof acted.Setting>
export type AuditedAction = z.infer<typeof listed.AuditedAction>
export type Template = z.infer<typeof listed.Template>
export type Tournament = z.infer<typeof listed.Tournament>
export type Worker = z.infer<typeof listed.Worker>
export type Me = z.infer<typeof MeSchema>
export type Channel = z.infer<typeof delivery.Channel>
export type AlertRoute = z.infer<typeof routed.Route>
export type Notification = z.infer<typeof delivery.Notification>
export type Acted = {
  action_id: number | null
  undo_until: string | null
  outcome?: string
  /** What speaks against what was done all the same. */
  warnings?: readonly string[]
}
