import { Link } from 'wouter'
import { useStory } from '../api/queries.ts'
import { useSay } from '../i18n/index.ts'
import { useKeys } from '../keys/keys.ts'
import { Icon } from '../parts/icon.tsx'
import { Awaited } from '../parts/loading.tsx'
import { Story } from './story.tsx'

type Props = { readonly id: number; readonly className?: string; readonly onClose: () => void }

/** One instruction beside the list, which stays. */
export function StoryPanel({ id, className = '', onClose }: Props) {
  const say = useSay()
  const query = useStory(id)
  useKeys({ Escape: onClose })
  const title = say('story.title', { id })
  return (
    <section className={`panel ${className}`} aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        <span className="spring" />
        {query.data?.hand_id && (
          <Link className="button" href={`/hands/${query.data.hand_id}`}>
            {say('story.hand')}
          </Link>
        )}
        <button type="button" className="button quiet square" aria-label={say('act.close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div className="panel-body">
        {query.data ? <Story story={query.data} /> : <Awaited query={query} />}
      </div>
    </section>
  )
}
