import { expect, test } from 'vitest'
import { countOf, daysBefore, sections } from './sections'

const NOW = Date.parse('2026-11-21T23:30:00Z')

test('days are counted from the beginning of the day, so that an address asks the same until midnight', () => {
  expect(daysBefore(NOW, 90)).toBe('2026-08-23T00:00:00.000Z')
  expect(daysBefore(NOW + 1_700_000, 90)).toBe(daysBefore(NOW, 90))
})

test('every section has what its table needs, and is counted without being sorted', () => {
  for (const section of sections(NOW)) {
    for (const column of ['id', 'name', 'sub_kind', 'status', ...Object.keys(section.columns)]) expect(section.sql, section.key).toMatch(new RegExp(`\\b${column}\\b`))
    expect(countOf(section)).not.toContain('ORDER BY')
    expect(section.classes).not.toEqual([])
  }
})

test('sections are told apart by their keys', () => {
  const keys = sections(NOW).map((section) => section.key)
  expect(new Set(keys).size).toBe(keys.length)
})
