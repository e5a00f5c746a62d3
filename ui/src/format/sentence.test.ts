import { expect, test } from 'vitest'
import { heading, sentence } from './sentence'

test.each([
  ['the last scan read everything', 'The last scan read everything.'], ['Already whole.', 'Already whole.'], ['really?', 'Really?'],
  ['okta.apps.read is missing', 'okta.apps.read is missing.'], ['https://a.example is gone', 'https://a.example is gone.'], ['  ', ''],
])('%s', (text, words) => expect(sentence(text)).toBe(words))

test('a heading has no full stop', () => expect(heading('there is no column identty')).toBe('There is no column identty'))
