import { useGate } from '../../acts/gate.ts'
import { perform } from '../../acts/perform.ts'
import { api, body } from '../../api/client.ts'
import { useSettings } from '../../api/queries.ts'
import { delivery } from '../../i18n/delivery.ts'
import { queries } from '../../live/stores.ts'

const key = 'notify.on_air'

/** While it is on the air only what is critical leaves the dashboard. */
export function OnAir() {
  const say = delivery.useSay()
  const shut = useGate('admin')
  const setting = useSettings().data?.find((each) => each.key === key)
  if (!setting) return null
  const on = setting.value === true
  const turn = async (): Promise<void> => {
    await perform({
      role: 'admin',
      run: () =>
        body(
          api.settings[':key'].$patch({
            param: { key },
            header: { 'if-match': `"${setting.updated_at}"` },
            json: { value: !on, reason: say('delivery.onAir.reason') },
          }),
        ),
      done: () => say('done.onAir'),
    })
    await queries.invalidateQueries({ queryKey: ['settings'] })
  }
  return (
    <>
      <span className={`ml-auto self-center ${on ? 'severity-warning' : 'muted'}`} role="status">
        {say(on ? 'delivery.onAir.on' : 'delivery.onAir.off')}
      </span>
      <button
        type="button"
        className="button tally"
        aria-pressed={on}
        disabled={shut !== null}
        title={shut ? say(shut) : undefined}
        onClick={() => void turn()}
      >
        {say(on ? 'delivery.onAir.stop' : 'delivery.onAir.start')}
      </button>
    </>
  )
}
