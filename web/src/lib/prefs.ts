import { external, useExternal } from './external.ts'

/** What this browser was told, for all its tabs. */
export type Prefs = {
  readonly lang: 'ko' | 'en'
  readonly theme: 'dark' | 'light'
  /** This workstation makes the sound of critical alerts. */
  readonly sound: boolean
  /** Epoch milliseconds until which it keeps quiet. */
  readonly mutedUntil: number
  /** Single keys act. */
  readonly keys: boolean
  /** Nothing can be done from this browser. */
  readonly locked: boolean
  /** On air: only what is critical interrupts, settings are locked. */
  readonly onAir: boolean
}

const place = 'hub.prefs'
const usual: Prefs = {
  lang: 'ko',
  theme: 'dark',
  sound: false,
  mutedUntil: 0,
  keys: true,
  locked: false,
  onAir: false,
}

export const prefs = external<Prefs>(read())

function read(): Prefs {
  try {
    return { ...usual, ...JSON.parse(localStorage.getItem(place) ?? '{}') }
  } catch (error) {
    console.warn('the preferences of this browser cannot be read', error)
    return usual
  }
}

/** Change some of them, here and in every other tab. */
export function setPrefs(changes: Partial<Prefs>): void {
  prefs.set({ ...prefs.get(), ...changes })
  localStorage.setItem(place, JSON.stringify(prefs.get()))
}

export function usePrefs(): Prefs {
  return useExternal(prefs)
}

/** Follow other tabs, and give the document its language and theme. */
export function startPrefs(): void {
  const show = (): void => {
    document.documentElement.lang = prefs.get().lang
    document.documentElement.dataset.theme = prefs.get().theme
  }
  show()
  prefs.subscribe(show)
  addEventListener('storage', ({ key }) => {
    if (key === place || key === null) prefs.set(read())
  })
}
