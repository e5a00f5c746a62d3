import { expect, test } from 'vitest'
import { credentialOf, EMPTY_DRAFT, keyProblem, orgProblem } from './credential'

test('a pasted token is cleaned of blanks and of its header', () => {
  expect(credentialOf({ ...EMPTY_DRAFT, token: '  SSWS 00abc \n' })).toEqual({ kind: 'api_token', token: '00abc' })
  expect(credentialOf({ ...EMPTY_DRAFT, token: '   ' })).toBeUndefined()
})

test('a service app needs both parts; a key id is sent only when typed', () => {
  const draft = { ...EMPTY_DRAFT, kind: 'service_app' as const, clientId: '0oa1', made: false, privateKey: '{"d":"x"}' }
  expect(credentialOf({ ...draft, privateKey: '' })).toBeUndefined()
  expect(credentialOf(draft)).toEqual({ kind: 'service_app', client_id: '0oa1', private_key: '{"d":"x"}', scopes: [] })
  expect(credentialOf({ ...draft, keyId: ' k ' })).toMatchObject({ key_id: 'k' })
})

test('with a key made by the server no private half is sent, even when one was pasted before', () => {
  const draft = { ...EMPTY_DRAFT, kind: 'service_app' as const, clientId: '0oa1', privateKey: '{"d":"x"}' }
  expect(credentialOf(draft)).toBeUndefined()
  expect(credentialOf({ ...draft, kid: 'k1' })).toEqual({ kind: 'service_app', client_id: '0oa1', key_id: 'k1', scopes: [] })
})

test('the public half of a key is told from the private one', () => {
  expect(keyProblem('')).toBeUndefined()
  expect(keyProblem('{"kty":"RSA","d":"x"}')).toBeUndefined()
  expect(keyProblem('-----BEGIN PRIVATE KEY-----')).toBeUndefined()
  expect(keyProblem('{"kty":"RSA","n":"x"}')).toMatch(/no private part/)
  expect(keyProblem('-----BEGIN PUBLIC KEY-----')).toMatch(/public/)
  expect(keyProblem('hello')).toMatch(/Neither/)
})

test.each([
  ['acme.okta.com', undefined], ['https://acme.okta.com', undefined], ['https://login.acme.example', undefined], ['http://127.0.0.1:9000', undefined],
  ['http://acme.okta.com', /https/], ['https://acme-admin.okta.com', /-admin/], ['https://me:pw@acme.okta.com', /user and password/], ['acme', /acme\.okta\.com/], ['https://', /acme\.okta\.com/],
])('%s as the address of an organization', (text, problem) => {
  if (problem === undefined) expect(orgProblem(text)).toBeUndefined()
  else expect(orgProblem(text)).toMatch(problem)
})
