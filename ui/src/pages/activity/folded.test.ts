import { expect, test } from 'vitest'
import { folded } from './folded'

const COLUMNS = [{ name: 'country', is_facet: true }, { name: 'ip', is_facet: true }, { name: 'city', is_facet: true }, { name: 'latitude', is_facet: false }, { name: 'session_id', is_facet: false }]

test('what the language counts waits folded, in its order', () => expect(folded(COLUMNS, [{ column: 'country' }])).toEqual(['city', 'ip']))

test('what is shown already is not offered twice', () => expect(folded(COLUMNS, [{ column: 'ip' }])).toEqual(['city']))

test('nothing is offered before the language is known', () => expect(folded([], [])).toEqual([]))
