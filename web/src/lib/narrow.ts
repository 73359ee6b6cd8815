import { useSyncExternalStore } from 'react'

const media = matchMedia('(max-width: 1500px)')

/** Is this a small screen? */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => media.matches,
  )
}
