import { useState } from 'react'
import { Link } from 'wouter'
import { useOutputs } from '../api/queries.ts'
import { useSay } from '../i18n/index.ts'
import { bytes } from '../lib/format.ts'
import { When } from '../parts/age.tsx'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'
import { Mark } from '../parts/state.tsx'
import { Picture } from '../parts/thumb.tsx'

/** What came out, newest first, to be looked at. */
export function OutputsPage() {
  const say = useSay()
  const query = useOutputs({})
  const outputs = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Panel
      title={say('outputs.title')}
      className="h-full"
      head={
        <>
          <span className="spring" />
          <a className="button" href="/api/outputs?format=csv" download>
            {say('act.csv')}
          </a>
        </>
      }
    >
      <div className="panel-body pad">
        {!query.data && <Awaited query={query} />}
        {query.data && outputs.length === 0 && (
          <Empty title={say('outputs.empty')} hint={say('outputs.empty.hint')} />
        )}
        <div className="pictures">
          {outputs.map((output) => (
            <article key={output.id} aria-label={say('outputs.instruction', { id: output.instruction_id })}>
              <Picture instruction={output.instruction_id} alt={output.output_path} />
              <div className="flex justify-between gap-2">
                <Link href={`/queue/${output.instruction_id}?tab=all`}>
                  {say('outputs.instruction', { id: output.instruction_id })}
                </Link>
                <Mark group="state" word={output.status} />
              </div>
              <span className="muted">
                {bytes(output.file_size)}
                {output.width && ` · ${output.width}×${output.height}`}
                {output.frame_count !== null && ` · ${say('outputs.frames', { n: output.frame_count })}`}
              </span>
              <span>
                <When at={output.created_at} />
              </span>
              <span className="path">{output.output_path}</span>
              <Copy text={output.output_path} />
            </article>
          ))}
        </div>
        {query.hasNextPage && (
          <button type="button" className="button mt-3" onClick={() => void query.fetchNextPage()}>
            {say('act.more')}
          </button>
        )}
      </div>
    </Panel>
  )
}

function Copy({ text }: { readonly text: string }) {
  const say = useSay()
  const [done, setDone] = useState(false)
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setDone(true))
      }}
    >
      {say(done ? 'outputs.copied' : 'outputs.copy')}
    </button>
  )
}
