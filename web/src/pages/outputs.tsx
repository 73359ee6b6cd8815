export function OutputsPage() {
  return null
}
