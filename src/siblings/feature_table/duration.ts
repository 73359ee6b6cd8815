const pattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** Seconds of an ISO 8601 duration such as `PT1M45.7S`, days at most; undefined when it is none. */
export function secondsOf(duration: string): number | undefined {
  const parts = pattern.exec(duration)?.slice(1)
  if (!parts?.some((part) => part !== undefined)) return undefined
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0))
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
}
