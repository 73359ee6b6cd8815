import { Link, useParams } from 'wouter'
import { useRules } from '../api/queries.ts'
import { wordOf } from '../i18n/index.ts'
import { policy } from '../i18n/policy.ts'
import { Choice } from '../parts/choice.tsx'
import { Opened } from '../parts/edit.tsx'
import { RuleForm } from './rule_form.tsx'
import { NewRule } from './rule_new.tsx'
import { Templates } from './templates.tsx'

/** Which event of the game makes which graphic, and what the graphics need. */
export function RulesPage() {
  const say = policy.useSay()
  const { id } = useParams<{ id?: string }>()
  const query = useRules()
  const rules = query.data?.items ?? []
  const opened = rules.find((rule) => rule.id === Number(id))
  return (
    <Choice
      title={say('rules.title')}
      head={
        <>
          <span className="spring" />
          <Link className="button" href="/rules/new">
            {say('rules.new')}
          </Link>
        </>
      }
      query={query}
      heads={(['name', 'event', 'template', 'priority', 'mode', 'enabled'] as const).map((head) =>
        say(`rules.col.${head}`),
      )}
      rows={rules.map((rule) => ({
        key: rule.id,
        name: rule.name,
        note: rule.description,
        to: `/rules/${rule.id}`,
        current: rule === opened,
        cells: (
          <>
            <td title={rule.event}>{wordOf('event', rule.event)}</td>
            <td>{rule.template_name}</td>
            <td>{rule.priority}</td>
            <td className="nowrap">{policy.wordOf('rules.mode', rule.mode)}</td>
            <td className={`nowrap${rule.enabled ? '' : ' muted'}`}>
              {say(rule.enabled ? 'edit.on' : 'edit.off')}
            </td>
          </>
        ),
      }))}
      empty={say('rules.empty')}
      choose={say('rules.choose')}
    >
      {id === 'new' ? (
        <NewRule />
      ) : opened ? (
        <Opened key={opened.id} row={opened}>
          {(rule) => <RuleForm rule={rule} />}
        </Opened>
      ) : (
        <Templates hint={say('rules.choose')} />
      )}
    </Choice>
  )
}
