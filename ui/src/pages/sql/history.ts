/** A query that was run, and when, in milliseconds since 1970. */
export interface Past {
  sql: string
  at: number
}

const KEY = 'portolan-sql-history'
const MOST = 60

type Store = Pick<Storage, 'getItem' | 'setItem'>

/** Queries of this browser, newest first; nothing when storage is forbidden or damaged. */
export function past(store: Store): Past[] {
  try {
    const read: unknown = JSON.parse(store.getItem(KEY) ?? '[]')
    return Array.isArray(read) ? read.filter((one): one is Past => typeof one?.sql === 'string' && typeof one?.at === 'number') : []
  } catch {
    return []
  }
}

/** Puts a query first; the same text stands only once. */
export function remember(store: Store, sql: string, at: number): void {
  const text = sql.trim()
  if (text === '') return
  const next = [{ sql: text, at }, ...past(store).filter((one) => one.sql !== text)].slice(0, MOST)
  try {
    store.setItem(KEY, JSON.stringify(next))
  } catch {
    // Storage is full or forbidden: the history is a convenience.
  }
}
