import { expect, test } from 'vitest'
import { gapSince } from './costs'

const scan = (at: string, reading: string) => ({ at, readings: new Map([['api_tokens', reading]]) })

test('a gap begins with the oldest scan of the unbroken row', () => {
  expect(gapSince([scan('4', 'not_read'), scan('3', 'partial'), scan('2', 'whole'), scan('1', 'not_read')], 'api_tokens')).toEqual({ since: '3', whole: '2' })
})
test('what was never read whole has no last whole scan', () => {
  expect(gapSince([scan('2', 'not_read'), scan('1', 'not_read')], 'api_tokens')).toEqual({ since: '1', whole: undefined })
})
test('what the newest read whole has no gap', () => expect(gapSince([scan('2', 'whole'), scan('1', 'not_read')], 'api_tokens')).toEqual({}))
