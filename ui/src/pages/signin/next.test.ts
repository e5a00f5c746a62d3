import { expect, test } from 'vitest'
import { loginAddress, safeNext } from './next'

test('signing in never leads to another site', () => {
  expect(safeNext('/users?role=editor')).toBe('/users?role=editor')
  for (const bad of [undefined, '', 'https://evil.example', '//evil.example', '/\\evil.example']) expect(safeNext(bad)).toBe('/')
})

test('a connector is told where the person wanted to go', () => {
  expect(loginAddress('https://p.example/v1/webapi/saml/login/okta', '/users?role=a b')).toBe('https://p.example/v1/webapi/saml/login/okta?go=%2Fusers%3Frole%3Da%20b')
  expect(loginAddress('https://p.example/login/okta', undefined)).toBe('https://p.example/login/okta')
  expect(loginAddress('/login/okta', '//evil.example')).toBe('/login/okta')
})
