import { expect, test } from 'vitest'
import { changeCount } from './changeCount'

const summary = [{ class: 'access', gained: 388, lost: 2 }, { class: 'nodes', gained: 2, lost: 0 }]

test('changes are counted by class and by direction', () => {
  expect(changeCount(summary, undefined, undefined)).toBe(392)
  expect(changeCount(summary, undefined, 'lost')).toBe(2)
  expect(changeCount(summary, 'nodes', undefined)).toBe(2)
  expect(changeCount(summary, 'nodes', 'lost')).toBe(0)
  expect(changeCount(summary, 'unknown', 'gained')).toBe(0)
})
