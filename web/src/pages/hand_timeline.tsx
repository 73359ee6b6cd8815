import type { DataFlow } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { clock, moment } from '../lib/format.ts'

/** Every change with its actor and reason, newest last. */
export function Timeline({ flow: { events, truncated } }: { readonly flow: DataFlow }) {
  const say = useSay()
  return (
    <div className="pad">
      <ul className="timeline">
        {events.map(({ id, at, kind, subject, actor, reason }) => (
          <li key={id}>
            <time className="num muted" dateTime={at} title={moment(at)}>
              {clock(at)}
            </time>
            <span className="what">
              <b>{kind}</b> <span className="muted">{subject}</span>
              <br />
              <span className="muted">
                {actor}
                {reason && ` · ${say('story.why', { reason })}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {truncated && <p className="muted">{say('hands.truncated')}</p>}
    </div>
  )
}
