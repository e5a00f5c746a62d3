import { expect, test } from 'vitest'
import { filterWords, lastGoodRun, logPace, newestFault, ofOrg, readWords, syncLook, syncsWhom } from './standing'

const fault = (component: string, last_at: string) => ({ component, label: component, message: `${component} failed`, count: 1, first_at: last_at, last_at })
const run = (outcome: string, ended_at: string) => ({ id: ended_at, outcome, started_at: ended_at, ended_at, woken_by: 'scan', repeats: 1, plan: {} })

test('the newest failure of a component is told, and whether something went well since', () => {
  const errors = [fault('scan', '2026-01-01T10:00:00Z'), fault('user_sync', '2026-01-03T10:00:00Z'), fault('refresh', '2026-01-02T10:00:00Z')]
  expect(newestFault(errors, ['scan', 'refresh'], '2026-01-01T12:00:00Z')).toMatchObject({ message: 'refresh failed', isOpen: true })
  expect(newestFault(errors, ['scan', 'refresh'], '2026-01-02T12:00:00Z')?.isOpen).toBe(false)
  expect(newestFault(errors, ['scan'], undefined)?.isOpen).toBe(true)
  expect(newestFault(errors, ['system_log'], undefined)).toBeUndefined()
})

test('a run that is held or failed is no success', () => {
  expect(lastGoodRun([run('held', '3'), run('failed', '2'), run('nothing', '1')])?.ended_at).toBe('1')
  expect(lastGoodRun([run('failed', '2')])).toBeUndefined()
})

test('a run that waits shows before a failure, and a failure before “on”', () => {
  const on = { settings: { enabled: true }, runs: [run('failed', '2')], is_held: false }
  expect(syncLook({ ...on, is_held: true }).word).toBe('held')
  expect(syncLook(on).word).toBe('failing')
  expect(syncLook({ ...on, runs: [run('done', '2')] }).word).toBe('on')
  expect(syncLook({ ...on, settings: { enabled: false } }).word).toBe('off')
})

test('whom user sync keeps in step', () => {
  expect(syncsWhom({ scope: 'all' })).toBe('everybody in the organization')
  expect(syncsWhom({ scope: 'groups', groups: ['A', 'B*'] })).toBe('members of A, B*')
  expect(syncsWhom({ scope: 'app', app: null })).toMatch(/not chosen/)
})

test('a collector is found by the host of its organization, not by another organization’s', () => {
  const one = { source: 'okta', org: 'one.okta.com' }
  const two = { source: 'okta', org: 'https://two.okta.com' }
  expect(ofOrg([one, two], 'https://two.okta.com/')).toBe(two)
  expect(ofOrg([one, two], 'https://three.okta.com')).toBeUndefined()
  expect(ofOrg([{ source: 'aws', org: '' }, one], 'https://three.okta.com')).toBe(one)
})

test('pace, filters and what was read, in words', () => {
  expect(logPace(0)).toBe('not planned')
  expect(logPace(1)).toBe('every 1 second')
  expect(logPace(null)).toMatch(/as the server is set/)
  expect(filterWords({})).toBe('all')
  expect(filterWords({ include: ['IT-*'], exclude: ['^old$'] })).toBe('IT-*, without ^old$')
  const row = { class: 'users', label: 'users', requests: 1, rows: 5 }
  expect(readWords([])).toBeUndefined()
  expect(readWords([{ ...row, reading: 'whole' }, { ...row, reading: 'partial' }])).toBe('10 rows of 2 classes, 1 of them not whole')
})
