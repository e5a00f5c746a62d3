import { expect, test } from 'vitest'
import { browseSearch, compareSearch, exploreSearch, panelSearch, pathsSearch, sqlSearch } from './searchParams'

const kept = (value: object) => Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))

test('what is not known or of the wrong shape is dropped, never thrown', () => {
  expect(kept(exploreSearch({ identity: 7, group: [], resource: [1, 'r', ''], as: 'poem', open: null, evil: 'x' }))).toEqual({ resource: ['r'] })
  expect(kept(pathsSearch({ mode: 'x', worst: 'no', from: {} }))).toEqual({})
  expect(kept(compareSearch({ show: 'gained', from: '' }))).toEqual({ show: 'gained' })
  expect(kept(panelSearch({ panel: ['a'], tab: 'access' }))).toEqual({ tab: 'access' })
})

test('one text stands for a list of one, and doubles are dropped', () => {
  expect(exploreSearch({ identity: 'a', group: ['g', 'g', 'h'] })).toMatchObject({ identity: ['a'], group: ['g', 'h'] })
})

test('numbers and booleans typed into an address are texts where texts are meant', () => {
  expect(browseSearch({ q: 42 }).q).toBe('42')
  expect(sqlSearch({ sql: 'SELECT 1', run: 'true' })).toMatchObject({ sql: 'SELECT 1', run: true })
})

test('reading what was read changes nothing', () => {
  const search = exploreSearch({ identity: ['a', 'b'], how: 'admin_role', open: ['0:fold:x'], as: 'table' })
  expect(exploreSearch({ ...search })).toEqual(search)
})
