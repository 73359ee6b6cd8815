import type { StreamBeat, StreamEvent } from '../../../src/http/schemas/stream.ts'

// What the one connection of a browser tells its tabs.

/** Where the connection stands. `out`: the hub wants a login. */
export type Link = 'connecting' | 'open' | 'lost' | 'out'

export type Told =
  /** Load everything, then apply what was told since. */
  | { readonly type: 'afresh' }
  | { readonly type: 'changes'; readonly events: readonly StreamEvent[] }
  | { readonly type: 'beat'; readonly beat: StreamBeat; readonly ageMs: number }
  | { readonly type: 'link'; readonly link: Link }

export type Asked =
  | { readonly type: 'hello' }
  /** Nobody looks at this tab. */
  | { readonly type: 'hidden'; readonly hidden: boolean }
  | { readonly type: 'bye' }
  /** Somebody logged in: try again now. */
  | { readonly type: 'again' }
