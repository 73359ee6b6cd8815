import type { z } from '@hono/zod-openapi'
import type { InstructionStory } from '../../../src/http/schemas/listed_rows.ts'
import { useWorkers } from '../api/queries.ts'
import type { Attempt } from '../api/types.ts'
import { useSay, wordOf } from '../i18n/index.ts'
import { bytes, moment, percent, span } from '../lib/format.ts'
import { useRow } from '../live/rows.ts'
import { instructions } from '../live/stores.ts'
import { When } from '../parts/age.tsx'
import { Mark, StateMark } from '../parts/state.tsx'
import { Picture } from '../parts/thumb.tsx'
import { Release } from './release.tsx'

type Told = z.infer<typeof InstructionStory>

/** What an instruction is, each attempt at it, and what came out. */
export function Story({ story }: { readonly story: Told }) {
  const say = useSay()
  const row = useRow(instructions, story.id) ?? story
  const letsGo =
    row.status === 'cancelled' &&
    story.attempts.some((each) => each.outcome === 'cancelled' && !each.released_at)
  const times: readonly (readonly ['story.nextTry' | 'story.notBefore' | 'story.expires', string | null])[] =
    [
      ['story.nextTry', row.status === 'failed' ? row.retry_at : null],
      ['story.notBefore', row.not_before],
      ['story.expires', row.status === 'pending' ? row.expires_at : null],
    ]
  return (
    <div className="detail">
      <section>
        <p className="text-lg font-semibold">{row.template_name}</p>
        <p>
          <StateMark row={row} />{' '}
          {row.status === 'processing' && <span className="num">{percent(row.progress)}</span>}
        </p>
        {row.status === 'processing' && <Release key={row.attempt} row={row} />}
        {letsGo && <p className="severity-warning">{say('story.waitingRelease')}</p>}
        {times.map(
          ([key, at]) =>
            at && (
              <p key={key} className="muted">
                {say(key, { time: moment(at) })}
              </p>
            ),
        )}
        {row.superseded_by && <p>{say('story.superseded', { id: row.superseded_by })}</p>}
        <dl className="facts">
          <dt>{say('story.priority')}</dt>
          <dd>
            {row.priority} {row.priority_pinned && <span className="tag">{say('story.pinned')}</span>}
          </dd>
          <dt>{say('story.trigger')}</dt>
          <dd>
            {wordOf('event', row.trigger_type)} {row.trigger_id}
          </dd>
          <dt>{say('story.made')}</dt>
          <dd>
            <When at={row.created_at} />
          </dd>
        </dl>
      </section>
      {story.outputs.length > 0 && (
        <section>
          <h3>{say('story.outputs')}</h3>
          {story.outputs.map((output) => (
            <div key={output.id} className="flex gap-3">
              <div className="w-40 flex-none">
                <Picture instruction={story.id} alt={output.output_path} />
              </div>
              <div className="min-w-0">
                <Mark group="state" word={output.status} />
                <p className="muted">
                  {bytes(output.file_size)} {output.width && `${output.width}×${output.height}`}
                </p>
                <p className="break-all text-xs muted">{output.output_path}</p>
              </div>
            </div>
          ))}
        </section>
      )}
      <section>
        <h3>{say('story.attempts', { n: story.attempts.length })}</h3>
        {story.attempts.length === 0 && <p className="muted">{say('story.noAttempts')}</p>}
        {story.attempts.toReversed().map((attempt) => (
          <AttemptItem key={attempt.attempt} attempt={attempt} />
        ))}
      </section>
      <section>
        <h3>{say('story.layers')}</h3>
        <dl className="facts">
          {Object.entries(story.layer_data_json).map(([layer, value]) => (
            <div key={layer} className="contents">
              <dt>{layer}</dt>
              <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}

export function AttemptItem({ attempt }: { readonly attempt: Attempt }) {
  useSay()
  const workers = useWorkers().data?.items ?? []
  const host = workers.find(({ id }) => id === attempt.worker_id)?.host ?? attempt.claimed_by
  const { started_at, finished_at, outcome, error_message, error_class } = attempt
  const took = finished_at ? Date.parse(finished_at) - Date.parse(started_at) : null
  return (
    <div className="attempt">
      <div className="flex flex-wrap items-center gap-x-3">
        <b className="num">{attempt.attempt}</b>
        <Mark group="state" word={outcome ?? 'processing'} />
        <span className="muted">{host}</span>
        <span className="muted num">{took !== null ? span(took) : percent(attempt.progress)}</span>
      </div>
      <p>
        <When at={started_at} />
      </p>
      {error_message && (
        <details>
          <summary className="error-text min-h-6">{wordOf('errorClass', error_class ?? 'unknown')}</summary>
          <pre>{error_message}</pre>
        </details>
      )}
    </div>
  )
}
