import './styles/index.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startKeys } from './keys/keys.ts'
import { startPrefs } from './lib/prefs.ts'
import { startLive } from './live/live.ts'
import { startPulse } from './live/pulse.ts'
import { startSound } from './live/sound.ts'

startPrefs()
startPulse()
startKeys()
startLive()
startSound()

const root = document.getElementById('root')
if (!root) throw new Error('the page has no place for the dashboard')
createRoot(root).render(<App />)
