/** What permissions allow, in words: each kind of thing with what may be done to it. */
const WORDS: [kind: string, words: string][] = [
  ['access_request', 'access requests'],
  ['access_list', 'Access Lists'],
  ['access_review', 'reviews of access'],
  ['alert', 'alerts'],
  ['detection_rule', 'detection rules'],
  ['activity', 'recorded activity'],
  ['event', 'the audit log'],
  ['user', 'users'],
  ['role', 'roles'],
  ['lock', 'locks'],
  ['saml', 'connectors for single sign-on'],
  ['plugin', 'integrations'],
  ['token', 'your API tokens'],
]

const READS = new Set(['list', 'read'])

/** One sentence for each kind of thing that the permissions are about. */
export function powersOf(permissions: readonly string[]): string[] {
  return WORDS.flatMap(([kind, words]) => {
    const verbs = permissions.filter((permission) => permission.startsWith(`${kind}.`)).map((permission) => permission.slice(kind.length + 1))
    if (verbs.length === 0) return []
    return [verbs.every((verb) => READS.has(verb)) ? `See ${words}` : `See and change ${words} (${verbs.filter((verb) => !READS.has(verb)).map((verb) => verb.replaceAll('_', ' ')).join(', ')})`]
  })
}
