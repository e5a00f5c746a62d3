// Runs before the first paint so that a dark page never flashes white; a file because the page's policy forbids inline scripts.
try {
  var stored = localStorage.getItem('portolan-color-scheme')
  var dark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
} catch (_) {
  // Storage may be forbidden: the light scheme stays.
}
