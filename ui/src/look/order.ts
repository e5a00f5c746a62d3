/** An order of rows in an address: the column's id, with a minus when the greatest comes first. */
export interface Order {
  id: string
  desc: boolean
}

/** The order that a word stands for; nothing when there is no such column. */
export function orderOf(word: string | undefined, ids: readonly string[]): Order | undefined {
  if (word === undefined) return undefined
  const desc = word.startsWith('-')
  const id = desc ? word.slice(1) : word
  return ids.includes(id) ? { id, desc } : undefined
}

/** The word for an order. */
export const orderWord = (order: Order | undefined): string | undefined => order && `${order.desc ? '-' : ''}${order.id}`
