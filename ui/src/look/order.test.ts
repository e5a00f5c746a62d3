import { expect, test } from 'vitest'
import { orderOf, orderWord } from './order'

const ids = ['name', 'created', '0 n']

test('an order comes back from its word', () => {
  for (const order of [{ id: 'created', desc: true }, { id: '0 n', desc: false }]) expect(orderOf(orderWord(order), ids)).toEqual(order)
})

test('a column that is not there, or no word, is no order', () => {
  expect(orderOf('-gone', ids)).toBeUndefined()
  expect(orderOf(undefined, ids)).toBeUndefined()
  expect(orderWord(undefined)).toBeUndefined()
})
