import type { OidcSpec, RoleMapping, SamlSpec } from '@/api/connectors'

/** What the form of a connector holds. */
export interface Draft {
  name: string
  display: string
  metadataBy: 'url' | 'xml'
  url: string
  xml: string
  audience: string
  nameAttribute: string
  nameIdFormat: string
  organization: string
  idpInitiated: boolean
  signRequests: boolean
  singleLogout: boolean
  forceAuthn: boolean
  mapping: RoleMapping[]
}

export const EMPTY: Draft = {
  name: 'okta', display: 'Okta', metadataBy: 'url', url: '', xml: '', audience: '', nameAttribute: '', nameIdFormat: '', organization: '', idpInitiated: false, signRequests: true, singleLogout: false, forceAuthn: false,
  mapping: [{ name: 'groups', value: '', roles: ['access'] }],
}

/** The form for a connector that exists. */
export const draftOf = (name: string, spec: SamlSpec): Draft => ({
  name, display: spec.display ?? '', metadataBy: spec.metadata_url ? 'url' : 'xml', url: spec.metadata_url ?? '', xml: spec.metadata_xml ?? '', audience: spec.audience ?? '',
  nameAttribute: spec.name_attribute ?? '', nameIdFormat: spec.name_id_format ?? '', organization: spec.organization ?? '', idpInitiated: spec.allow_idp_initiated ?? false, signRequests: spec.sign_requests ?? false,
  singleLogout: spec.single_logout ?? false, forceAuthn: spec.force_authn ?? false, mapping: spec.attributes_to_roles ?? [],
})

const given = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** What is sent. Lines that are empty as a whole were only begun, and are left out. */
export const specOf = (draft: Draft): SamlSpec => ({
  display: draft.display.trim(), metadata_xml: draft.xml.trim(), metadata_url: draft.metadataBy === 'url' ? given(draft.url) : null, audience: given(draft.audience),
  name_attribute: given(draft.nameAttribute), name_id_format: given(draft.nameIdFormat), organization: given(draft.organization), allow_idp_initiated: draft.idpInitiated, sign_requests: draft.signRequests, single_logout: draft.singleLogout, force_authn: draft.forceAuthn,
  attributes_to_roles: draft.mapping.filter((line) => line.value.trim() !== '').map((line) => ({ ...line, name: line.name.trim(), value: line.value.trim() })),
})

/** Why a name will not do; nothing when it will. It stands in addresses. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return undefined
  if (!/^[A-Za-z0-9_-]+$/.test(name)) return 'Letters, digits, - and _ only: it stands in addresses'
  if (name.length > 40) return 'At most 40 letters'
  return name === 'new' ? 'This word is taken: choose another' : undefined
}

/** Where Okta sends answers to, and the entity id, for a connector that is not made yet. `origin` as in the address bar. */
export function futureAddresses(origin: string, name: string): { acs: string; entity: string } {
  const acs = `${origin}/v1/webapi/saml/acs/${name}`
  return { acs, entity: acs }
}

/** Lines that give nothing, or something to nobody, in words. */
export function mappingProblem(mapping: readonly RoleMapping[]): string | undefined {
  const lines = mapping.filter((line) => line.value.trim() !== '')
  if (lines.length === 0) return 'Without a line nobody gets a role, and nobody can sign in but those who have roles already.'
  if (lines.some((line) => line.roles.length === 0)) return 'A line without a role gives nothing.'
  return undefined
}

/** Kinds of connectors, as people call them. */
export const KINDS: Record<string, string> = { saml: 'SAML 2.0', oidc: 'OpenID Connect' }

/** What the form of an OpenID Connect connector holds. */
export interface OidcDraft {
  name: string
  display: string
  issuer: string
  clientId: string
  clientAuth: NonNullable<OidcSpec['client_auth']>
  clientSecret: string
  scopes: string
  nameClaim: string
  organization: string
  forceAuthn: boolean
  mapping: RoleMapping[]
}

export const EMPTY_OIDC: OidcDraft = {
  name: 'okta-oidc', display: 'Okta', issuer: '', clientId: '', clientAuth: 'client_secret_basic', clientSecret: '', scopes: 'profile email groups', nameClaim: '', organization: '', forceAuthn: false,
  mapping: [{ name: 'groups', value: '', roles: ['access'] }],
}

/** The form for a connector that exists. */
export const oidcDraftOf = (name: string, spec: OidcSpec): OidcDraft => ({
  name, display: spec.display ?? '', issuer: spec.issuer, clientId: spec.client_id, clientAuth: spec.client_auth ?? 'client_secret_basic', clientSecret: '', scopes: (spec.scopes ?? []).join(' '),
  nameClaim: spec.name_claim ?? '', organization: spec.organization ?? '', forceAuthn: spec.force_authn ?? false, mapping: spec.attributes_to_roles ?? [],
})

/** What is sent of it, without the secret. */
export const oidcSpecOf = (draft: OidcDraft): OidcSpec => ({
  display: draft.display.trim(), issuer: draft.issuer.trim(), client_id: draft.clientId.trim(), client_auth: draft.clientAuth, scopes: draft.scopes.split(/\s+/).filter((scope) => scope !== ''),
  name_claim: given(draft.nameClaim), organization: given(draft.organization), force_authn: draft.forceAuthn,
  attributes_to_roles: draft.mapping.filter((line) => line.value.trim() !== '').map((line) => ({ ...line, name: line.name.trim(), value: line.value.trim() })),
})

/** The addresses that Okta must know, of an OpenID Connect connector that is not made yet. */
export function futureRedirects(origin: string, name: string): { signIn: string; signOut: string } {
  return { signIn: `${origin}/v1/webapi/oidc/callback/${name}`, signOut: `${origin}/sign-in` }
}
