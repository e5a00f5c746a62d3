/** One condition of an exception, as the form holds it. */
export interface Line {
  column: string
  how: string
  values: string[]
}

/** How a column may be compared: Sigma's modifiers, in words. */
export const HOWS = [
  { value: '', label: 'is' }, { value: 'contains', label: 'contains' }, { value: 'startswith', label: 'begins with' }, { value: 'endswith', label: 'ends with' }, { value: 'cidr', label: 'is in the network' }, { value: 're', label: 'matches' },
] as const

export const BLANK: Line = { column: '', how: '', values: [] }

/** The selection that lines come to: all of them must hold, of several values one. Nothing while a line is only begun. */
export function whenOf(lines: readonly Line[]): Record<string, unknown> | undefined {
  const entries = lines.map(({ column, how, values }): [string, unknown] => [how === '' ? column.trim() : `${column.trim()}|${how}`, values.length === 1 ? values[0] : values])
  const isWhole = lines.length > 0 && lines.every(({ column, values }) => column.trim() !== '' && values.length > 0)
  return isWhole && new Set(entries.map(([key]) => key)).size === entries.length ? Object.fromEntries(entries) : undefined
}

/** A selection in words: `ip is in the network 192.0.2.0/24 and person is ada`. */
export function phrase(when: Readonly<Record<string, unknown>>): string {
  return Object.entries(when).map(([key, value]) => {
    const [column = '', ...modifiers] = key.split('|')
    const how = modifiers.map((word) => HOWS.find((one) => one.value === word)?.label ?? word).join(' ') || 'is'
    const values = (Array.isArray(value) ? value : [value]).map((one) => (typeof one === 'object' && one !== null ? JSON.stringify(one) : String(one)))
    return `${column} ${how} ${values.join(' or ')}`
  }).join(' and ')
}

/** The end of a day in UTC, as the API takes it; nothing for an empty field. */
export const endOfDay = (day: string): string | undefined => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T23:59:59Z` : undefined)
