import { useState } from 'react'
import { Link } from 'wouter'
import { useGate } from '../../acts/gate.ts'
import { refuse } from '../../acts/perform.ts'
import { api, body } from '../../api/client.ts'
import { useNotification } from '../../api/delivery.ts'
import type { Channel } from '../../api/types.ts'
import { delivery } from '../../i18n/delivery.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { Icon } from '../../parts/icon.tsx'

/** Send a message the way alerts go, and follow what becomes of it. */
export function ChannelTest({ channel }: { readonly channel: Channel }) {
  const say = delivery.useSay()
  const shut = useGate()
  const { lang } = usePrefs()
  const [busy, setBusy] = useState(false)
  const [id, setId] = useState<number | null>(null)
  const send = async (): Promise<void> => {
    setBusy(true)
    try {
      const sent = await body(
        api.channels[':id'].test.$post({
          param: { id: String(channel.id) },
          json: { language: lang, reason: say('channel.test.reason') },
        }),
      )
      setId(sent.id)
    } catch (error) {
      refuse(error, 'act')
    } finally {
      setBusy(false)
    }
  }
  return (
    <section aria-label={say('channel.test')}>
      <p className="muted">{say('channel.test.how')}</p>
      <button
        type="button"
        className="button self-start"
        disabled={shut !== null || busy || !channel.enabled}
        title={shut ? say(shut) : undefined}
        onClick={() => void send()}
      >
        {busy && <Icon name="loading" />} {say('channel.test')}
      </button>
      {id !== null && <Outcome id={id} />}
    </section>
  )
}

function Outcome({ id }: { readonly id: number }) {
  const say = delivery.useSay()
  const sent = useNotification(id).data
  const answer = sent?.delivery_log.findLast((attempt) => attempt.answer !== undefined)?.answer
  const told =
    sent?.state === 'sent'
      ? say('channel.test.sent', { answer: String(answer) })
      : sent?.state === 'dead'
        ? say('channel.test.dead', { answer: String(answer) })
        : answer === undefined
          ? say('channel.test.waits')
          : say('channel.test.failed', { n: sent?.tries ?? 1, answer: String(answer) })
  return (
    <p role="status">
      <b className={sent?.state === 'sent' || answer === undefined ? '' : 'severity-error'}>{told}</b>{' '}
      <Link href={`/delivery/log/${id}`}>{say('channel.test.log')}</Link>
    </p>
  )
}
