/** Where alerts can be told. */
export const KINDS = [
  { value: 'webhook', label: 'Webhook', place: 'https://alerts.example.com/portolan', help: 'JSON by POST; with a secret, signed' },
  { value: 'slack', label: 'Slack', place: 'https://hooks.slack.com/services/…', help: 'The address of an incoming webhook of Slack' },
  { value: 'email', label: 'E-mail', place: 'mail.example.com', help: 'A letter for each alert, by your mail server' },
  { value: 'syslog', label: 'Syslog', place: 'tcp://siem.example.com:6514?format=ocsf', help: 'One message an alert, by tcp:// or udp://; with ?format=ocsf as OCSF findings' },
] as const

export type ForwardKind = (typeof KINDS)[number]['value']

/** What is wrong with a target as far as one can see; nothing when it may do. */
export function targetProblem(kind: ForwardKind, text: string): string | undefined {
  const target = text.trim()
  if (target === '' || kind === 'email') return undefined
  const schemes = kind === 'syslog' ? ['tcp', 'udp'] : ['https', 'http']
  const found = /^([a-z]+):\/\/([^/?#\s]+)/i.exec(target)
  if (!found || !schemes.includes((found[1] ?? '').toLowerCase())) return `Write it as ${schemes.map((scheme) => `${scheme}://…`).join(' or ')}`
  if (found[2]?.includes('@')) return 'Leave user and password out of the address'
  if (kind === 'syslog' && !/:\d{1,5}$/.test(found[2] ?? '')) return 'Name the port, for example tcp://siem.example.com:6514'
  return undefined
}

/** How a mail server is reached. */
export interface Mail {
  host: string
  /** `start`: TLS from the start, port 465; `upgrade`: STARTTLS, port 587; `none`: a relay in the own network, port 25. */
  tls: 'start' | 'upgrade' | 'none'
  from: string
  to: string
  user: string
}

export const NO_MAIL: Mail = { host: '', tls: 'start', from: '', to: '', user: '' }

const recipients = (to: string) => to.split(/[,;\s]+/).filter((one) => one !== '')
const MAILBOX = /^[^\s@<>(),"]+@[^\s@<>(),"]+$/

/** What is wrong with each field; nothing is said of what is still empty. */
export function mailProblems(mail: Mail, hasPassword: boolean): Partial<Record<keyof Mail | 'password', string>> {
  const wrong: Partial<Record<keyof Mail | 'password', string>> = {}
  if (mail.host.trim() !== '' && !/^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.test(mail.host.trim())) wrong.host = 'A name and perhaps a port, for example mail.example.com:465'
  if (mail.from.trim() !== '' && !MAILBOX.test(mail.from.trim())) wrong.from = 'Write it as alerts@example.com'
  const odd = recipients(mail.to).find((one) => !MAILBOX.test(one))
  if (odd !== undefined) wrong.to = `${odd} is no address`
  if (mail.tls === 'none' && (mail.user.trim() !== '' || hasPassword)) wrong.tls = 'A password must not go over the network in the open'
  else if (mail.user.trim() !== '' && !hasPassword) wrong.password = 'The password of this user'
  else if (mail.user.trim() === '' && hasPassword) wrong.user = 'The user whose password it is'
  return wrong
}

export const isMailReady = (mail: Mail, hasPassword: boolean): boolean => mail.host.trim() !== '' && mail.from.trim() !== '' && recipients(mail.to).length > 0 && Object.keys(mailProblems(mail, hasPassword)).length === 0

/** The address of a mail server as the API takes it. */
export function mailTarget(mail: Mail): string {
  const wanted = [`from=${encodeURIComponent(mail.from.trim())}`, `to=${recipients(mail.to).map(encodeURIComponent).join(',')}`]
  if (mail.user.trim() !== '') wanted.push(`user=${encodeURIComponent(mail.user.trim())}`)
  if (mail.tls === 'none') wanted.push('tls=none')
  return `${mail.tls === 'start' ? 'smtps' : 'smtp'}://${mail.host.trim()}/?${wanted.join('&')}`
}
