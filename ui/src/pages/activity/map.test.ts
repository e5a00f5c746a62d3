import { expect, test } from 'vitest'
import { COAST } from './coast'
import { dot } from './map'

test('places stand where the globe has them, and areas tell the numbers', () => {
  expect(dot({ latitude: 0, longitude: 0, events: 4 }, 4)).toEqual({ cx: 180, cy: 90, r: 8 })
  expect(dot({ latitude: 52.5, longitude: 13.4, events: 1 }, 4)).toEqual({ cx: 193.4, cy: 37.5, r: 5 })
  expect(dot({ latitude: 120, longitude: -999, events: 0 }, 0)).toEqual({ cx: 0, cy: 8, r: 2 })
})

test('the land is small enough to come with the page', () => {
  expect(COAST.length).toBeLessThan(20_000)
  expect(COAST).toMatch(/^M\d+ \d+l/)
})
