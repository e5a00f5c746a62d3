import { expect, test } from 'vitest'
import { actionOf, placeOf, targetOf, whoOf } from './eventWords'

test('the person comes before the account, its name before its id', () => {
  expect(whoOf({ person: 'ann', actor_name: 'ann@x', actor_id: '1' })).toBe('ann')
  expect(whoOf({ actor_name: 'ann@x', actor_id: '1' })).toBe('ann@x')
  expect(whoOf({ actor_id: '1' })).toBe('1')
  expect(whoOf({})).toBeUndefined()
})

test('an action without a verb of ours is called as the source calls it', () => {
  expect(actionOf({ action: 'login', event_type: 'user.session.start' })).toBe('login')
  expect(actionOf({ action: 'other', event_type: 'app.x' })).toBe('app.x')
})

test('targets and places say what is known', () => {
  expect(targetOf({ target_id: 't' })).toBe('t')
  expect(placeOf({ city: 'Hamburg', country: 'DE' })).toBe('Hamburg, DE')
  expect(placeOf({ country: 'DE' })).toBe('DE')
  expect(placeOf({})).toBe('')
})
