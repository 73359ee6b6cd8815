import { useState } from 'react'
import { useLocation } from 'wouter'
import { api, body, HubError } from '../api/client.ts'
import { useMe } from '../api/queries.ts'
import { useSay } from '../i18n/index.ts'
import { connectAgain } from '../live/live.ts'
import { queries } from '../live/stores.ts'

/** Who works here: a token once, then a session of this browser. */
export function LoginPage() {
  const say = useSay()
  const me = useMe()
  const [path, go] = useLocation()
  const [token, setToken] = useState('')
  const [wrong, setWrong] = useState('')
  const enter = async (): Promise<void> => {
    try {
      await body(api.login.$post({ json: { token: token.trim() } }))
      setWrong('')
      await queries.invalidateQueries({ queryKey: ['me'] })
      connectAgain()
      if (path === '/login') go('/') // else it stands in place of what was asked for
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      setWrong(error.problem.status === 401 ? say('login.wrong') : `${error.message} ${error.problem.hint}`)
    }
  }
  const leave = async (): Promise<void> => {
    await api.logout.$post()
    await queries.resetQueries({ queryKey: ['me'] })
    connectAgain()
  }
  return (
    <div className="login">
      <form
        className="panel detail"
        onSubmit={(event) => {
          event.preventDefault()
          void enter()
        }}
      >
        <h2 className="text-lg">{say('login.title')}</h2>
        {me.data && (
          <p>
            {say('login.as', { name: me.data.name, role: say(`role.${me.data.role}`) })}
            {me.data.by === 'local' && <span className="muted"> · {say('login.local')}</span>}
          </p>
        )}
        <label className="field">
          <span>{say('login.token')}</span>
          <input
            className="input"
            type="password"
            autoComplete="current-password"
            maxLength={200}
            value={token}
            onChange={({ target }) => setToken(target.value)}
          />
        </label>
        {wrong && (
          <p className="severity-error" role="alert">
            {wrong}
          </p>
        )}
        <div className="acts">
          <button type="submit" className="button primary" disabled={token.trim() === ''}>
            {say('act.login')}
          </button>
          {me.data?.by === 'session' && (
            <button type="button" className="button" onClick={() => void leave()}>
              {say('act.logout')}
            </button>
          )}
        </div>
        <p className="muted">{say('login.hint')}</p>
      </form>
    </div>
  )
}
