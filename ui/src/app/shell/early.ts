/** What of a key press says what it types. */
export type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>

/**
 * The text after a key that nothing else took: letters are added, Backspace takes the last one away. Nothing for keys
 * that type nothing, and for shortcuts; AltGr, which types on many keyboards, reports Ctrl and Alt together.
 */
export function typed(text: string, press: Press): string | undefined {
  if (press.isComposing || press.metaKey || press.ctrlKey !== press.altKey) return undefined
  if (press.key === 'Backspace') return [...text].slice(0, -1).join('')
  return [...press.key].length === 1 ? text + press.key : undefined
}

/** Whether somebody types into what has the focus. */
export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
