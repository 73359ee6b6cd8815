import './styles/index.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startWords } from './i18n/index.ts'
import { startKeys } from './keys/keys.ts'
import { isKiosk } from './lib/kiosk.ts'
import { prefs, startPrefs } from './lib/prefs.ts'
import { startLive } from './live/live.ts'
import { startPulse } from './live/pulse.ts'
import { startSound } from './live/sound.ts'
import { queries } from './live/stores.ts'
import { fetchAhead } from './pages.ts'

startPrefs()
startPulse()
if (!isKiosk) startKeys()
startLive()
startSound()

const root = document.getElementById('root')
if (!root) throw new Error('the page has no place for the dashboard')
await startWords()
// The hub describes things in the language of who asks.
let { lang } = prefs.get()
prefs.subscribe(() => {
  if (lang === prefs.get().lang) return
  lang = prefs.get().lang
  void queries.invalidateQueries()
})
createRoot(root).render(<App />)
const aheadMs = 4000
setTimeout(
  () => fetchAhead().catch((error) => console.warn('not all parts of the page came', error)),
  aheadMs,
)
