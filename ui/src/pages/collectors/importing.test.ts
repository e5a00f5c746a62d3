import { expect, test } from 'vitest'
import { commandOf, size } from './importing'

test('the command does what the page does', () => {
  expect(commandOf('aws', '')).toBe('portolan activity import --source aws FILE…')
  expect(commandOf('github', ' acme ')).toBe('portolan activity import --source github --org acme FILE…')
  expect(commandOf('github', "ac'me; rm")).toBe(String.raw`portolan activity import --source github --org 'ac'\''me; rm' FILE…`)
})

test.each([[0, '0 B'], [999, '999 B'], [12_400, '12.4 kB'], [3_100_000_000, '3.1 GB'], [5e13, '50000.0 GB']])('%d bytes are %s', (bytes, text) => expect(size(bytes)).toBe(text))
