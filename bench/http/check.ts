import { setTimeout as sleep } from 'node:timers/promises'
import { unasked } from './questions.ts'
import type { Target } from './targets.ts'

/** Lists that hold nothing at times, of what is asked for by name. */
const mayBeEmpty = /\?(subject|hand|instruction|trigger_id|session)=|silence-preview/

/** The first tick() on a long history reads it from disk: a hub is not ready before. */
export async function untilReady(hub: string): Promise<void> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const response = await fetch(`${hub}/health/ready`)
    const text = await response.text()
    if (response.ok) return
    if (Date.now() > deadline) throw new Error(`the hub does not get ready: ${text}`)
    await sleep(250)
  }
}

/** Before anything is measured: every route is asked, every question is answered, and no list is empty. */
export async function checkAnswers(hub: string, targets: readonly Target[], token: string): Promise<void> {
  const ask = (url: string): Promise<Response> =>
    fetch(url, { headers: { authorization: `Bearer ${token}` } })
  const document = (await (await ask(`${hub}/openapi.json`)).json()) as Parameters<typeof unasked>[0]
  const left = unasked(document)
  if (left.length > 0) throw new Error(`nobody asks for ${left.join(', ')}: see bench/http/questions.ts`)
  for (const { name, urls } of targets) {
    for (const url of new Set(urls)) {
      const response = await ask(url)
      const text = await response.text()
      if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text}`)
      if (/"items":\[\]/.test(text) && !mayBeEmpty.test(name)) throw new Error(`${url} finds nothing`)
    }
  }
}
