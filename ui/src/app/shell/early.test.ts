import { expect, test } from 'vitest'
import { typed, type Press } from './early'

const press = (key: string, more: Partial<Press> = {}): Press => ({ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more })
const after = (...presses: Press[]) => presses.reduce((text, one) => typed(text, one) ?? text, '')

test('every letter counts from the first one on', () => {
  expect(after(...[...'alise brwn'].map((key) => press(key)))).toBe('alise brwn')
})

test('Backspace takes back a whole letter', () => {
  expect(after(press('a'), press('😀'), press('Backspace'))).toBe('a')
  expect(typed('', press('Backspace'))).toBe('')
})

test('keys that type nothing leave the text', () => {
  for (const key of ['Shift', 'ArrowDown', 'Enter', 'Escape', 'Tab', 'Dead']) expect(typed('a', press(key)), key).toBeUndefined()
})

test('a shortcut is no letter, AltGr is', () => {
  expect(typed('', press('k', { ctrlKey: true }))).toBeUndefined()
  expect(typed('', press('k', { metaKey: true }))).toBeUndefined()
  expect(typed('', press('x', { altKey: true }))).toBeUndefined()
  expect(typed('', press('@', { ctrlKey: true, altKey: true }))).toBe('@')
})

test('what an input method composes is its own', () => {
  expect(typed('', press('k', { isComposing: true }))).toBeUndefined()
})
