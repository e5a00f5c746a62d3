import { expect, test } from 'vitest'
import { powersOf } from './powers'

test('permissions are told by what they are about', () => {
  expect(powersOf(['alert.list', 'alert.read', 'token.create', 'token.list', 'unknown.read'])).toEqual(['See alerts', 'See and change your API tokens (create)'])
  expect(powersOf([])).toEqual([])
})
