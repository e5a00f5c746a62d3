import { expect, test } from 'vitest'
import { asOwn, faultOf, FIRST, isSigma, switchedOff } from './draft'

test('a refusal with a place is taken apart', () => {
  expect(faultOf('rule.yaml:12:3: `selct` is not known; did you mean `select`? (near `  selct: {a: b}`)')).toEqual({ line: 12, column: 3, problem: '`selct` is not known; did you mean `select`?', near: '  selct: {a: b}' })
  expect(faultOf('rule.yaml:1:1: the file is empty')).toEqual({ line: 1, column: 1, problem: 'the file is empty' })
  expect(faultOf('the file holds no rule')).toEqual({ problem: 'the file holds no rule' })
})

test('every rule of a file is switched off, whatever it said', () => {
  expect(switchedOff('id: a\ntitle: A\n')).toBe('id: a\nenabled: false\ntitle: A\n')
  expect(switchedOff('id: a\nenabled: true\n')).toBe('id: a\nenabled: false\n')
  expect(switchedOff('id: a\n---\nid: b\nenabled: yes\n')).toBe('id: a\nenabled: false\n---\nid: b\nenabled: false\n')
  expect(switchedOff('# only words\n')).toBe('# only words\n')
})

test('Sigma is left as it is', () => {
  const sigma = 'title: A\nlogsource: {product: okta}\ndetection: {}\n'
  expect(isSigma(sigma)).toBe(true)
  expect(isSigma(FIRST)).toBe(false)
  expect(switchedOff(sigma)).toBe(sigma)
})

test('a copy has an id of its own', () => expect(asOwn('id: okta.push-bombing\ntitle: x\n', 'okta.push-bombing')).toBe('id: own.okta-push-bombing\ntitle: x\n'))
