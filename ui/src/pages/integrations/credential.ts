import type { CredentialInput } from '@/api/types'

/** What was typed of a credential. */
export interface Draft {
  kind: 'api_token' | 'service_app'
  token: string
  clientId: string
  /** Whether the server signs with a key that it made itself, so that the private half never travels. */
  made: boolean
  /** The key that was made here. */
  kid: string
  privateKey: string
  keyId: string
}

export const EMPTY_DRAFT: Draft = { kind: 'api_token', token: '', clientId: '', made: true, kid: '', privateKey: '', keyId: '' }

/** Scopes that a scan reads with. */
export const SCOPES = [
  'okta.users.read', 'okta.groups.read', 'okta.apps.read', 'okta.roles.read', 'okta.apiTokens.read', 'okta.appGrants.read',
  'okta.idps.read', 'okta.policies.read', 'okta.networkZones.read', 'okta.orgs.read', 'okta.logs.read',
] as const

/** The credential as the API takes it, or nothing while something is missing. Pasted blanks are dropped. */
export function credentialOf(draft: Draft): CredentialInput | undefined {
  if (draft.kind === 'api_token') {
    const token = draft.token.trim().replace(/^SSWS\s+/i, '')
    return token === '' ? undefined : { kind: 'api_token', token }
  }
  const clientId = draft.clientId.trim()
  if (draft.made) return clientId === '' || draft.kid === '' ? undefined : { kind: 'service_app', client_id: clientId, key_id: draft.kid, scopes: [] }
  const key = draft.privateKey.trim()
  if (clientId === '' || key === '') return undefined
  const keyId = draft.keyId.trim()
  return { kind: 'service_app', client_id: clientId, private_key: key, ...(keyId === '' ? {} : { key_id: keyId }), scopes: [] }
}

/** What is wrong with a private key as far as one can see; nothing when it may do. */
export function keyProblem(text: string): string | undefined {
  const key = text.trim()
  if (key === '') return undefined
  if (key.includes('BEGIN PUBLIC KEY')) return 'This is the public key; paste the private one'
  if (key.startsWith('-----BEGIN')) return undefined
  try {
    const parsed: unknown = JSON.parse(key)
    if (typeof parsed !== 'object' || parsed === null) return 'Neither a JWK nor a PEM'
    if (!('d' in parsed)) return 'This JWK has no private part (d): copy the private key, which Okta shows only once'
    return undefined
  } catch {
    return 'Neither a JWK (JSON) nor a PEM (-----BEGIN PRIVATE KEY-----)'
  }
}

/** The address of an organization as people type it, and what is wrong with it. */
export function orgProblem(text: string): string | undefined {
  const typed = text.trim()
  if (typed === '') return undefined
  if (/-admin\.(okta|oktapreview|okta-emea|okta-gov)\.com/.test(typed)) return 'This is the Admin Console; leave “-admin” away'
  const withScheme = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`
  try {
    const url = new URL(withScheme)
    if (url.username !== '' || url.password !== '') return 'Leave user and password out of the address'
    if (url.protocol !== 'https:' && !['127.0.0.1', 'localhost'].includes(url.hostname)) return 'The address must begin with https://'
    if (!url.hostname.includes('.') && url.hostname !== 'localhost') return 'For example acme.okta.com'
    return undefined
  } catch {
    return 'For example https://acme.okta.com'
  }
}
