/** The word at a place in a text (line and column from 1), as offsets; what lies outside is moved inside. */
export function offsetOf(text: string, { line, column }: { line: number; column: number }): { from: number; to: number } {
  const lines = text.split('\n')
  const at = Math.min(Math.max(line, 1), lines.length) - 1
  const before = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0)
  const row = lines[at] ?? ''
  const from = before + Math.min(Math.max(column - 1, 0), row.length)
  const word = /^[\w$]+|^\S/.exec(text.slice(from))?.[0] ?? ''
  if (word !== '') return { from, to: from + word.length }
  // The end of the text: mark the character before it, so that something is seen.
  return { from: Math.max(0, from - 1), to: Math.min(text.length, Math.max(from, 1)) }
}
