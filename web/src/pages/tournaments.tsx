export function TournamentsPage() {
  return null
}
