import { Link } from 'wouter'
import { useTemplates } from '../api/queries.ts'
import type { Template } from '../api/types.ts'
import { policy } from '../i18n/policy.ts'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'

type Layer = { readonly name: string; readonly kind?: string }

/** The catalogue of After Effects templates: what each one needs, so that an instruction fits it. */
export function Templates({ hint }: { readonly hint: string }) {
  const say = policy.useSay()
  const query = useTemplates()
  const all = query.data?.items ?? []
  return (
    <Panel title={say('templates.title')}>
      <div className="panel-body">
        <p className="pad muted">{hint}</p>
        {!query.data && <Awaited query={query} />}
        {query.data && all.length === 0 && (
          <Empty title={say('templates.empty')} hint={say('templates.load')} />
        )}
        {all.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th>{say('templates.name')}</th>
                <th>{say('templates.needs')}</th>
              </tr>
            </thead>
            <tbody>
              {all.map((each) => (
                <tr key={each.name}>
                  <td>
                    <Link
                      className="wrap-anywhere"
                      href={`/queue?tab=all&template=${encodeURIComponent(each.name)}`}
                    >
                      {each.name}
                    </Link>{' '}
                    {each.paused && <span className="tag">{say('templates.paused')}</span>}
                    <p className="muted">{each.description}</p>
                    <p className="muted wrap-anywhere">
                      {each.composition}
                      {each.project !== null && `, ${each.project}`}
                    </p>
                  </td>
                  <td>
                    <Needs template={each} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {all.length > 0 && all.every(({ project }) => project === null) && (
          <p className="pad muted">{say('templates.load')}</p>
        )}
      </div>
    </Panel>
  )
}

function Needs({ template }: { readonly template: Template }) {
  const say = policy.useSay()
  const { required_layers, optional_layers, slots, output_defaults } = template
  const output = outputIn(output_defaults)
  if (required_layers.length === 0 && optional_layers.length === 0) {
    return <span className="muted">{say('templates.anything')}</span>
  }
  return (
    <>
      {required_layers.length > 0 && <p className="wrap-anywhere">{layersIn(required_layers as Layer[])}</p>}
      {optional_layers.length > 0 && (
        <p className="muted wrap-anywhere">
          {say('templates.optional', { layers: layersIn(optional_layers as Layer[]) })}
        </p>
      )}
      {slots !== null && <p className="muted">{say('templates.rows', { n: slots })}</p>}
      {output !== '' && <p className="muted">{output}</p>}
    </>
  )
}

/** Where the instruction says nothing: mov_alpha, 1920 x 1080, 30 fps. */
function outputIn({ format, width, height, fps }: Template['output_defaults']): string {
  const parts = [format, width && height && `${width} x ${height}`, fps && `${fps} fps`]
  return parts.filter(Boolean).join(', ')
}

function layersIn(layers: readonly Layer[]): string {
  const told = ({ name, kind = 'text' }: Layer): string =>
    kind === 'text' ? name : `${name} (${policy.wordOf('templates.kinds', kind)})`
  return layers.map(told).join(', ')
}
