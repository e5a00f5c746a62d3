/** Where alerts can be told. */
export const KINDS = [
  { value: 'webhook', label: 'Webhook', place: 'https://alerts.example.com/portolan', help: 'JSON by POST; with a secret, signed' },
  { value: 'slack', label: 'Slack', place: 'https://hooks.slack.com/services/…', help: 'The address of an incoming webhook of Slack' },
  { value: 'syslog', label: 'Syslog, OCSF', place: 'tcp://siem.example.com:6514', help: 'One OCSF finding a line, by tcp:// or udp://' },
] as const

export type ForwardKind = (typeof KINDS)[number]['value']

/** What is wrong with a target as far as one can see; nothing when it may do. */
export function targetProblem(kind: ForwardKind, text: string): string | undefined {
  const target = text.trim()
  if (target === '') return undefined
  const schemes = kind === 'syslog' ? ['tcp', 'udp'] : ['https', 'http']
  const found = /^([a-z]+):\/\/([^/?#\s]+)/i.exec(target)
  if (!found || !schemes.includes((found[1] ?? '').toLowerCase())) return `Write it as ${schemes.map((scheme) => `${scheme}://…`).join(' or ')}`
  if (found[2]?.includes('@')) return 'Leave user and password out of the address'
  if (kind === 'syslog' && !/:\d{1,5}$/.test(found[2] ?? '')) return 'Name the port, for example tcp://siem.example.com:6514'
  return undefined
}
