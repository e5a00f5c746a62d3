/** Where to go after signing in: a path of this application, never another site. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/'
  return next
}

/** Where a button of the sign-in page leads: to the connector, with the way back. */
export function loginAddress(loginUrl: string, next: string | undefined): string {
  const go = safeNext(next)
  return go === '/' ? loginUrl : `${loginUrl}${loginUrl.includes('?') ? '&' : '?'}go=${encodeURIComponent(go)}`
}
