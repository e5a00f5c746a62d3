import { expect, test } from 'vitest'
import { draftOf, EMPTY, EMPTY_OIDC, futureAddresses, futureRedirects, mappingProblem, nameProblem, oidcDraftOf, oidcSpecOf, specOf } from './spec'

test('what is sent comes back as the same form', () => {
  const draft = { ...EMPTY, url: 'https://acme.okta.com/app/x/sso/saml/metadata', xml: '<EntityDescriptor/>', audience: 'urn:portolan', organization: 'https://acme.okta.com', mapping: [{ name: 'groups', value: 'eng-*', roles: ['access'] }] }
  expect(draftOf('okta', specOf(draft))).toEqual(draft)
})

test('empty fields are left out, and so are lines that were only begun', () => {
  const spec = specOf({ ...EMPTY, metadataBy: 'xml', url: 'https://old.example', xml: ' <x/> ' })
  expect(spec).toMatchObject({ metadata_url: null, metadata_xml: '<x/>', audience: null, attributes_to_roles: [] })
})

test('names stand in addresses', () => {
  expect(nameProblem('okta-prod_2')).toBeUndefined()
  expect(nameProblem('okta prod')).toMatch(/Letters/)
  expect(nameProblem('new')).toMatch(/taken/)
  expect(nameProblem('x'.repeat(41))).toMatch(/40/)
  expect(futureAddresses('https://p.example', 'okta').acs).toBe('https://p.example/v1/webapi/saml/acs/okta')
})

test('a mapping that lets nobody in is told', () => {
  expect(mappingProblem([])).toMatch(/nobody/)
  expect(mappingProblem([{ name: 'groups', value: '*', roles: [] }])).toMatch(/gives nothing/)
  expect(mappingProblem([{ name: 'groups', value: '*', roles: ['access'] }])).toBeUndefined()
})

test('an OpenID Connect form comes back the same, without its secret', () => {
  const draft = { ...EMPTY_OIDC, issuer: 'https://acme.okta.com', clientId: '0oa1', clientSecret: 'secret', scopes: ' profile  groups ', organization: 'https://acme.okta.com', mapping: [{ name: 'groups', value: 'eng-*', roles: ['access'] }] }
  const spec = oidcSpecOf(draft)
  expect(spec.scopes).toEqual(['profile', 'groups'])
  expect(JSON.stringify(spec)).not.toContain('secret"')
  expect(oidcDraftOf('okta-oidc', spec)).toEqual({ ...draft, clientSecret: '', scopes: 'profile groups' })
  expect(futureRedirects('https://p.example', 'o').signIn).toBe('https://p.example/v1/webapi/oidc/callback/o')
})
