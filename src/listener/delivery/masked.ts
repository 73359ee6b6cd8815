const shortest = 6

/**
 * What a receiver or a library says, without what it was given: each secret, and of a secret that is an address the
 * parts that make it one, because receivers repeat the path of what they do not know.
 */
export function masked(text: string, secrets: Readonly<Record<string, string>>): string {
  const parts = new Set(Object.values(secrets).flatMap(partsOf))
  // the longest first: a part of one may be the whole of another
  return [...parts]
    .sort((a, b) => b.length - a.length)
    .reduce((left, part) => left.replaceAll(part, '***'), text)
}

function partsOf(secret: string): string[] {
  if (secret === '') return []
  const url = URL.parse(secret)
  if (!url || !/^https?:$/.test(url.protocol)) return [secret]
  const pieces = [
    `${url.pathname}${url.search}`,
    url.pathname,
    url.search,
    url.username,
    url.password,
    ...url.pathname.split('/'),
    ...url.searchParams.values(),
  ]
  return [secret, url.href, ...pieces.flatMap((piece) => [piece, decoded(piece)]).filter(isTelling)]
}

/** Not `/`, nor a word like `api`: those would blot out half of the answer. */
function isTelling(piece: string): boolean {
  return piece.replaceAll('/', '').length >= shortest
}

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece)
  } catch {
    return piece // a lone % stands for itself
  }
}
