import { Link, useLocation, useParams } from 'wouter'
import { useRules } from '../api/queries.ts'
import { useSay, wordOf } from '../i18n/index.ts'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'
import { RuleForm } from './rule_form.tsx'
import { NewRule } from './rule_new.tsx'

/** Which event of the game makes which graphic. */
export function RulesPage() {
  const say = useSay()
  const { id } = useParams<{ id?: string }>()
  const [, go] = useLocation()
  const query = useRules()
  const rules = query.data?.items ?? []
  const opened = rules.find((rule) => rule.id === Number(id))
  return (
    <div className="columns">
      <Panel
        title={say('rules.title')}
        head={
          <>
            <span className="spring" />
            <Link className="button" href="/rules/new">
              {say('rules.new')}
            </Link>
          </>
        }
      >
        <div className="panel-body">
          {!query.data && <Awaited query={query} />}
          {query.data && rules.length === 0 && <Empty title={say('rules.empty')} />}
          {rules.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  {(['name', 'event', 'template', 'priority', 'mode', 'enabled'] as const).map((head) => (
                    <th key={head}>{say(`rules.col.${head}`)}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rules.map((rule) => (
                  <tr key={rule.id} aria-current={rule.id === Number(id)}>
                    <td>
                      <button type="button" className="linkish" onClick={() => go(`/rules/${rule.id}`)}>
                        {rule.name}
                      </button>
                      <p className="muted">{rule.description}</p>
                    </td>
                    <td>{rule.event}</td>
                    <td>{rule.template_name}</td>
                    <td>{rule.priority}</td>
                    <td className="nowrap">{wordOf('rules.mode', rule.mode)}</td>
                    <td className={`nowrap${rule.enabled ? '' : ' muted'}`}>
                      {say(rule.enabled ? 'rules.on' : 'rules.off')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      </Panel>
      {id === 'new' ? (
        <NewRule />
      ) : opened ? (
        <RuleForm key={`${opened.id} ${opened.updated_at}`} rule={opened} />
      ) : (
        <section className="panel" aria-label={say('act.edit')}>
          <Empty title={say('rules.choose')} />
        </section>
      )}
    </div>
  )
}
