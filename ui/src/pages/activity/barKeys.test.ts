import { expect, test } from 'vitest'
import { barKey } from './barKeys'

test('arrows begin at the newest bar and stay within the picture', () => {
  expect(barKey(undefined, 'ArrowLeft', false, 30)).toEqual({ first: 29, last: 29 })
  expect(barKey({ first: 29, last: 29 }, 'ArrowRight', false, 30)).toEqual({ first: 29, last: 29 })
  expect(barKey({ first: 3, last: 3 }, 'ArrowLeft', false, 30)).toEqual({ first: 2, last: 2 })
  expect(barKey({ first: 3, last: 3 }, 'PageUp', false, 30)).toEqual({ first: 0, last: 0 })
})

test('with Shift the bars between are taken in', () => {
  expect(barKey({ first: 9, last: 9 }, 'ArrowLeft', true, 30)).toEqual({ first: 9, last: 8 })
  expect(barKey({ first: 9, last: 8 }, 'Home', true, 30)).toEqual({ first: 9, last: 0 })
  expect(barKey({ first: 9, last: 0 }, 'End', false, 30)).toEqual({ first: 29, last: 29 })
})

test('other keys, and a picture without bars, change nothing', () => {
  expect(barKey({ first: 1, last: 1 }, 'Tab', false, 30)).toBeUndefined()
  expect(barKey(undefined, 'ArrowLeft', false, 0)).toBeUndefined()
})
