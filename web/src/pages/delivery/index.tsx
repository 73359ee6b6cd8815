import { Link, useParams } from 'wouter'
import { delivery } from '../../i18n/delivery.ts'
import { ChannelsPage } from './channels.tsx'
import { LogPage } from './log.tsx'
import { OnAir } from './on_air.tsx'
import { RoutesPage } from './routes.tsx'

const parts = { channels: ChannelsPage, routes: RoutesPage, log: LogPage } as const

/** How alerts reach people who do not look at this page: where to, what, and what became of it. */
export function DeliveryPage() {
  const say = delivery.useSay()
  const { part = '', id } = useParams<{ part?: string; id?: string }>()
  const at = part in parts ? (part as keyof typeof parts) : 'channels'
  const Part = parts[at]
  return (
    <div className="stack h-full">
      <div className="acts">
        <nav className="segment" aria-label={say('delivery.parts')}>
          {(['channels', 'routes', 'log'] as const).map((each) => (
            <Link key={each} href={`/delivery/${each}`} aria-current={each === at ? 'page' : undefined}>
              {say(`delivery.${each}`)}
            </Link>
          ))}
        </nav>
        <OnAir />
      </div>
      <Part id={id} />
    </div>
  )
}
