import { expect, test } from 'vitest'
import { detailFacts } from './detail'

test('details are told by name', () => {
  expect(detailFacts('{"before":["editor"],"after":[],"idp_initiated":false,"code":null}')).toEqual({ Before: 'editor', After: 'none', 'Idp initiated': 'no' })
  expect(detailFacts('plain words')).toEqual({ Detail: 'plain words' })
  expect(detailFacts('{broken')).toEqual({ Detail: '{broken' })
  expect(detailFacts(null)).toEqual({})
})
