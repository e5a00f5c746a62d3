import { expect, test } from 'vitest'
import { beside, firstOpen, standing, STEPS, type Facts } from './steps'

const NOTHING: Facts = { connected: false, connectors: 0, tried: 'no', scim: 'off', sync: 'off', scans: false, follows: false }
const ALL: Facts = { connected: true, connectors: 1, tried: 'trial', scim: 'called', sync: 'on', scans: true, follows: true }
const marks = (facts: Facts) => STEPS.map((step) => standing(step, facts).mark)

test('at first only the organization and single sign-on can be done', () => {
  expect(marks(NOTHING)).toEqual(['open', 'open', 'blocked', 'blocked', 'later', 'blocked'])
  expect(standing('user-sync', NOTHING).needs).toEqual(['organization', 'sign-on'])
})

test('Identity Security stands alone: it needs the organization and no sign-on', () => {
  expect(standing('security', { ...NOTHING, connected: true, scans: true, follows: true }).mark).toBe('done')
  expect(standing('scim', { ...NOTHING, connected: true }).needs).toEqual(['sign-on'])
})

test('what was begun says what is missing', () => {
  expect(standing('sign-on', { ...ALL, tried: 'no' })).toEqual({ mark: 'begun', word: 'not tried yet', needs: [] })
  expect(standing('scim', { ...ALL, scim: 'waiting' }).word).toBe('waits for Okta')
  expect(standing('user-sync', { ...ALL, sync: 'held' }).mark).toBe('begun')
  expect(standing('security', { ...ALL, follows: false }).mark).toBe('begun')
})

test('single sign-on is done once a trial was accepted or somebody signed in', () => {
  expect(standing('sign-on', { ...ALL, tried: 'trial' })).toMatchObject({ mark: 'done', word: 'tried' })
  expect(standing('sign-on', { ...ALL, tried: 'used' })).toMatchObject({ mark: 'done', word: 'people sign in' })
})

test('app and group sync needs user sync, also one that is held', () => {
  expect(standing('lists', { ...ALL, sync: 'off' }).needs).toEqual(['user-sync'])
  expect(standing('lists', { ...ALL, sync: 'held' }).needs).toEqual([])
})

test('one goes on where something is left to do; SCIM may be skipped', () => {
  expect(firstOpen(NOTHING)).toBe('organization')
  expect(firstOpen({ ...ALL, tried: 'no' })).toBe('sign-on')
  expect(firstOpen({ ...ALL, scim: 'off', sync: 'off' })).toBe('user-sync')
  expect(firstOpen(ALL)).toBeUndefined()
})

test('steps have neighbours', () => {
  expect(beside('organization', -1)).toBeUndefined()
  expect(beside('scim', 1)).toBe('user-sync')
  expect(beside('security', 1)).toBeUndefined()
})
