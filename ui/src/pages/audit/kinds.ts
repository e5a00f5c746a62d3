/** What entries can be about: what stands before the first dot of an action. */
export const KINDS = ['activity', 'alert', 'collector', 'forward', 'integration', 'key', 'lock', 'oidc', 'role', 'rule', 'saml', 'scim', 'session', 'source', 'token', 'user', 'user_sync']

/** Spans before now that people ask for most. */
export const SPANS = [
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
]
