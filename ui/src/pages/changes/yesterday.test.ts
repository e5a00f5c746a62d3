import { expect, test } from 'vitest'
import { dayBefore } from './yesterday'

const HOUR = 3_600_000
const scans = (...hours: number[]) => hours.map((hour) => ({ id: `s${hour}`, at: 1e12 + hour * HOUR }))

test('takes the scan nearest to a day before the newest', () => {
  const found = dayBefore(scans(0, 10, 25, 40, 48))
  expect([found?.newest.id, found?.older.id, found?.whole]).toEqual(['s48', 's25', true])
})

test('takes the oldest while there is none of a day ago, and says so', () => {
  const found = dayBefore(scans(5, 3, 1))
  expect([found?.older.id, found?.whole]).toEqual(['s1', false])
})

test('a gap of days takes what is nearest', () => expect(dayBefore(scans(0, 100))?.older.id).toBe('s0'))
test('one scan alone has nothing to be compared with', () => expect(dayBefore(scans(1))).toBeUndefined())
