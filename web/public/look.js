// Before anything is painted: the theme and the language that were chosen here.
try {
  const kept = JSON.parse(localStorage.getItem('hub.prefs') || '{}')
  if (kept.theme === 'light') document.documentElement.dataset.theme = 'light'
  if (kept.lang === 'en') document.documentElement.lang = 'en'
} catch (error) {
  console.warn('the preferences of this browser cannot be read', error)
}
