import { expect, test } from 'vitest'
import { past, remember } from './history'
import { offsetOf } from '@/look/position'
import { safeNext } from '../signin/next'

const store = (text: string | null = null) => ({ text, getItem() { return this.text }, setItem(_: string, value: string) { this.text = value } })

test('the newest query stands first, and once', () => {
  const kept = store()
  remember(kept, 'SELECT 1', 1)
  remember(kept, 'SELECT 2', 2)
  remember(kept, ' SELECT 1 ', 3)
  remember(kept, '  ', 4)
  expect(past(kept)).toEqual([{ sql: 'SELECT 1', at: 3 }, { sql: 'SELECT 2', at: 2 }])
})

test.each(['{', '[1, {"sql": 3}]', '"x"', null])('a damaged history (%s) is an empty one', (text) => expect(past(store(text))).toEqual([]))

test('a place in the text is the word that stands there', () => {
  const sql = 'SELECT *\nFROM nodez'
  expect(offsetOf(sql, { line: 2, column: 6 })).toEqual({ from: 14, to: 19 })
  expect(offsetOf(sql, { line: 1, column: 8 })).toEqual({ from: 7, to: 8 })
})

test('a place behind the end marks the last character', () => {
  expect(offsetOf('SELECT', { line: 9, column: 99 })).toEqual({ from: 5, to: 6 })
  expect(offsetOf('', { line: 1, column: 1 })).toEqual({ from: 0, to: 0 })
})

test.each([['/sql?sql=x', '/sql?sql=x'], ['https://evil.example', '/'], ['//evil.example', '/'], ['/\\evil.example', '/'], [undefined, '/']])(
  'after signing in, %s leads to %s', (next, to) => expect(safeNext(next)).toBe(to),
)
