export function HandPage(_: { readonly id: string }) {
  return null
}
