/** A wall screen: `?kiosk=1` when the page was opened. It shows and does nothing. */
export const isKiosk = new URLSearchParams(location.search).get('kiosk') === '1'
