import { expect, test } from 'vitest'
import { cameFromEnrolment, forgetTrial, rememberTrial } from './trialReturn'

const memory = () => {
  const kept = new Map<string, string>()
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) }
}

test('a trial comes back to the enrolment once, in time, and for its own connector', () => {
  const now = memory()
  rememberTrial(now, 'okta', 1000)
  expect(cameFromEnrolment(now, 'okta', 5000)).toBe(true)
  expect(cameFromEnrolment(now, 'okta', 5000)).toBe(false)
  rememberTrial(now, 'okta', 1000)
  expect(cameFromEnrolment(now, 'other', 5000)).toBe(false)
  rememberTrial(now, 'okta', 1000)
  expect(cameFromEnrolment(now, 'okta', 1000 + 31 * 60_000)).toBe(false)
})

test('who left the step, or has something else in that place, is not led anywhere', () => {
  const now = memory()
  rememberTrial(now, 'okta', 1000)
  forgetTrial(now)
  expect(cameFromEnrolment(now, 'okta', 1001)).toBe(false)
  now.setItem('portolan-enroll-trial', '{')
  expect(cameFromEnrolment(now, 'okta', 1001)).toBe(false)
})
