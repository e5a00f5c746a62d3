import { expect, test } from 'vitest'
import { matching, parameterValue, selection } from './filter'

const rule = (id: string, more: object = {}) => ({ id, title: id, severity: 'high', kind: 'count', sources: ['okta'], tactics: [], techniques: ['T1110'], enabled: true, alerting: true, origin: 'shipped', tuned: false, open_alerts: 0, alerts: 0, ...more })

test('rules are found by words, source and state', () => {
  const rules = [rule('okta.spray'), rule('any.travel', { sources: [], enabled: false }), rule('aws.root', { sources: ['aws'], tuned: true })]
  const ids = (filter: object) => matching(rules, filter).map(({ id }) => id)
  expect(ids({ q: 't1110 SPRAY' })).toEqual(['okta.spray'])
  expect(ids({ source: 'aws' })).toEqual(['any.travel', 'aws.root'])
  expect(ids({ state: 'off' })).toEqual(['any.travel'])
  expect(ids({ state: 'tuned' })).toEqual(['aws.root'])
})

test('values of parameters keep their kind', () => {
  expect([parameterValue(['5']), parameterValue(['a', '5']), parameterValue(['']), parameterValue([])]).toEqual([5, ['a', 5], '', []])
})

test('an exception is read, or its mistake told', () => {
  expect(selection('{"ip|cidr": "192.0.2.0/24"}')).toEqual({ when: { 'ip|cidr': '192.0.2.0/24' } })
  expect(selection('{}')).toHaveProperty('problem')
  expect(selection('{"a"')).toHaveProperty('problem')
})
