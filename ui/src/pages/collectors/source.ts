import type { Schemas } from '@/api/client'

export type SourceView = Schemas['SourceView']
export type SourceMade = Schemas['SourceMade']

/** What can be read besides Okta. */
export const KINDS = [
  { value: 'aws', label: 'AWS CloudTrail', help: 'Its objects in S3, told by an SQS queue' },
  { value: 'github', label: 'GitHub audit log', help: 'Over the API, of an organization or an enterprise' },
  { value: 'teleport', label: 'Teleport', help: 'What its event handler sends here; there is a token for it' },
] as const

export type SourceKind = (typeof KINDS)[number]['value']

/** How a source is read, as one writes it. Empty texts are left out. */
export interface Draft {
  kind: SourceKind
  name: string
  queue_url: string
  region: string
  sqs_endpoint: string
  s3_endpoint: string
  access_key_id: string
  secret_access_key: string
  session_token: string
  org: string
  enterprise: string
  api_url: string
  include: string
  token: string
  app_id: string
  app_key: string
  /** What proves who asks: for AWS an access key or what the machine has, for GitHub a token or an app. */
  proof: 'key' | 'machine' | 'token' | 'app' | 'keep'
}

const BLANK: Draft = { kind: 'aws', name: '', queue_url: '', region: '', sqs_endpoint: '', s3_endpoint: '', access_key_id: '', secret_access_key: '', session_token: '', org: '', enterprise: '', api_url: '', include: 'all', token: '', app_id: '', app_key: '', proof: 'machine' }

/** A new source of a kind. */
export const fresh = (kind: SourceKind, name = ''): Draft => ({ ...BLANK, kind, name, proof: kind === 'github' ? 'token' : 'machine' })

/** A source as it stands. What it is read with is not known here, and is kept unless it is entered again. */
export const ofSource = (source: SourceView): Draft => ({
  ...BLANK, kind: source.kind as SourceKind, name: source.name, proof: 'keep',
  queue_url: source.aws?.queue_url ?? '', region: source.aws?.region ?? '', sqs_endpoint: source.aws?.sqs_endpoint ?? '', s3_endpoint: source.aws?.s3_endpoint ?? '',
  org: source.github?.org ?? '', enterprise: source.github?.enterprise ?? '', api_url: source.github?.api_url ?? '', include: source.github?.include ?? 'all',
})

/** What is wrong with a field as far as one can see, by field. Nothing is said of what is still empty. */
export function problems(draft: Draft): Partial<Record<keyof Draft, string>> {
  const wrong: Partial<Record<keyof Draft, string>> = {}
  if (draft.name !== '' && !/^[a-z0-9][a-z0-9-]{0,39}$/.test(draft.name)) wrong.name = 'Small letters, digits and hyphens, 1 to 40'
  else if (['okta', 'self', 'aws', 'github', 'teleport'].includes(draft.name)) wrong.name = 'This is the name of a kind; take another'
  for (const field of ['queue_url', 'sqs_endpoint', 's3_endpoint', 'api_url'] as const) {
    const text = draft[field].trim()
    if (text !== '' && !/^https?:\/\/[^/\s]+/.test(text)) wrong[field] = 'Write it as https://…'
  }
  if (draft.kind === 'github' && draft.org.trim() !== '' && draft.enterprise.trim() !== '') wrong.enterprise = 'Either an organization or an enterprise'
  return wrong
}

/** Whether everything is there that the server needs. */
export function isReady(draft: Draft): boolean {
  const has = (...fields: (keyof Draft)[]) => fields.every((field) => draft[field].trim() !== '')
  if (!has('name') || Object.keys(problems(draft)).length > 0) return false
  if (draft.kind === 'teleport') return true
  const proof = { keep: true, machine: true, key: has('access_key_id', 'secret_access_key'), token: has('token'), app: has('app_id', 'app_key') }[draft.proof]
  return proof && (draft.kind === 'aws' ? has('queue_url') : has('org') || has('enterprise'))
}

/** What the API is sent, of the fields that hold something and the proof that was chosen. */
export function bodyOf(draft: Draft): { name: string; kind: SourceKind; aws?: Schemas['AwsSource']; github?: Schemas['GitHubSource'] } {
  const taken = (...fields: (keyof Draft)[]) => Object.fromEntries(fields.map((field) => [field, draft[field].trim()] as const).filter(([, text]) => text !== ''))
  const { kind, name, proof } = draft
  if (kind === 'aws') return { name, kind, aws: taken('queue_url', 'region', 'sqs_endpoint', 's3_endpoint', ...(proof === 'key' ? (['access_key_id', 'secret_access_key', 'session_token'] as const) : [])) }
  if (kind === 'github') return { name, kind, github: taken('org', 'enterprise', 'api_url', 'include', ...(proof === 'token' ? (['token'] as const) : proof === 'app' ? (['app_id', 'app_key'] as const) : [])) }
  return { name, kind }
}

/** The lines of the event handler's file that send events here; the token stands in the address, where it has a place. */
export function handlerLines(intakeUrl: string, token: string): string {
  const address = intakeUrl.replace('://', `://portolan:${token}@`)
  return `[forward.fluentd]\nurl = "${address}"\nsession-url = "${address}"`
}
