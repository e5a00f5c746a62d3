import { expect, test } from 'vitest'
import { cellText, toCsv, toJson } from './csv'

test('cells are quoted where RFC 4180 asks for it', () => {
  expect(toCsv(['a', 'b'], [['x,y', 'say "hi"'], ['two\nlines', null]])).toBe('a,b\r\n"x,y","say ""hi"""\r\n"two\nlines",\r\n')
})

test('lists and objects are JSON', () => {
  expect(toCsv(['groups'], [[['A', 'B']]])).toBe('groups\r\n"[""A"",""B""]"\r\n')
  expect([cellText({ a: 1 }), cellText(false), cellText(undefined)]).toEqual(['{"a":1}', 'false', ''])
})

test('a name that a spreadsheet would run as a formula is disarmed; a negative number is left alone', () => {
  expect(toCsv(['name', 'n'], [['=cmd()', -3], ['@x', 1], ['+1', 1]])).toBe("name,n\r\n'=cmd(),-3\r\n'@x,1\r\n'+1,1\r\n")
})

test('JSON has one object a row and null for what is missing', () => {
  expect(JSON.parse(toJson(['a', 'b'], [[1]]))).toEqual([{ a: 1, b: null }])
})
