export function HandsPage() {
  return null
}
