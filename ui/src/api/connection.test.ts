import { expect, test, vi } from 'vitest'
import { connectionSeen, isConnected, watchConnection } from './connection'

test('a refusal is an answer; silence and a gateway in its place are none, and only changes are told', () => {
  const told = vi.fn()
  const stop = watchConnection(told)
  const after = (status: number | undefined) => {
    connectionSeen(status)
    return isConnected()
  }
  expect([200, 401, 500].map(after)).toEqual([true, true, true])
  expect([undefined, 503].map(after)).toEqual([false, false])
  expect(after(204)).toBe(true)
  expect(told).toHaveBeenCalledTimes(2)
  stop()
})
