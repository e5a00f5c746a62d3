let connected = true
const watchers = new Set<() => void>()

/** Whether the last request reached the server, whatever it answered. */
export const isConnected = (): boolean => connected

/** Calls back when that changes; returns how to stop. */
export function watchConnection(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** Remembers how the last request ended. A gateway that answers in place of a dead server, in its own form, is no answer. */
export function connectionSeen(status: number | undefined): void {
  const now = status !== undefined && ![502, 503, 504].includes(status)
  if (now === connected) return
  connected = now
  for (const watcher of watchers) watcher()
}
