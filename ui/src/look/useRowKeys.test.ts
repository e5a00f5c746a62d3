import { expect, test } from 'vitest'
import { rowAfter } from './useRowKeys'

test.each([['ArrowDown', 4, 5], ['ArrowUp', 4, 3], ['ArrowUp', 0, 0], ['ArrowDown', 9, 9], ['PageDown', 4, 8], ['PageUp', 2, 0], ['Home', 7, 0], ['End', 0, 9]])(
  '%s from row %i leads to row %i', (key, from, to) => expect(rowAfter(key, from, 10, 4)).toBe(to),
)
test('other keys do not walk, and an empty table has nowhere to go', () => {
  expect(rowAfter('a', 1, 10, 4)).toBeUndefined()
  expect(rowAfter('End', 0, 0, 4)).toBeUndefined()
})
