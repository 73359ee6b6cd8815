import { useSearchParams } from 'wouter'

/** What is looked at stands in the address: it survives a reload and can be sent to somebody. */
export function useSearch<K extends string>(
  names: readonly K[],
): [Readonly<Record<K, string>>, (changes: Partial<Record<K, string>>) => void] {
  const [params, setParams] = useSearchParams()
  const now = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ''])) as Record<K, string>
  return [
    now,
    (changes) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value as string)
            else next.delete(name)
          }
          return next
        },
        { replace: true },
      ),
  ]
}
