/** A message of the API (`lower case, no full stop`) as a sentence on a page. */
export function sentence(text: string): string {
  const words = text.trim()
  if (words === '') return ''
  // Names that begin a message keep their own letter: `okta.users.read`, `https://…`, `00u1`.
  const first = /^[a-z]+[.:_/]\S/.test(words) ? words : words.charAt(0).toUpperCase() + words.slice(1)
  return /[.!?…:)]$/.test(first) ? first : `${first}.`
}

/** Capitalised, as a heading: without the full stop. */
export const heading = (text: string): string => sentence(text).replace(/\.$/, '')
