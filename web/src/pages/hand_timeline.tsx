import { useWords } from '../api/queries.ts'
import type { DataFlow } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { subjectOf } from '../i18n/subject.ts'
import { clock, moment, zoneName } from '../lib/format.ts'

/** Every change with its actor and reason, newest last. */
export function Timeline({ flow: { events, truncated } }: { readonly flow: DataFlow }) {
  const say = useSay()
  const words = useWords()
  return (
    <div className="pad">
      <ul className="timeline">
        {events.map(({ id, at, kind, subject, actor, reason }) => (
          <li key={id}>
            <time className="num muted" dateTime={at} title={moment(at)}>
              {clock(at)} {zoneName()}
            </time>
            <span className="what">
              <b title={kind}>{words.kinds[kind] ?? kind}</b>{' '}
              <span className="muted" title={subject}>
                {subjectOf(subject)}
              </span>
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
