/** A way of a person as the SQL gives it. */
export interface WayRow {
  resource: string
  resource_id: string
  action: string
  action_type: string
  identity_group: readonly string[]
  last_used?: string | null
}

/** Something that a person can open or administer, by all ways, beside how often they did. */
export interface Held {
  id: string
  name: string
  /** `app` is opened; the rest is power over the organization. */
  kind: 'app' | 'power'
  /** Groups that give it, roles that are meant; `directly` where nothing stands between. */
  by: string[]
  /** Uses in the time that is looked at; nothing for what no event tells of. */
  uses?: number
  last?: string
}

const nativeOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1)

/**
 * What a person holds, unused first, each once however many ways lead there. `uses` and `last` are by the native id of
 * an app.
 */
export function holdings(ways: readonly WayRow[], uses: ReadonlyMap<string, number>, last: ReadonlyMap<string, string>): Held[] {
  const held = new Map<string, Held>()
  for (const way of ways) {
    if (way.action_type !== 'assignment' && way.action_type !== 'admin_role' && way.action_type !== 'oauth_scope') continue
    const kind = way.action_type === 'assignment' ? 'app' : 'power'
    const key = kind === 'app' ? way.resource_id : `${way.resource_id} ${way.action}`
    const native = nativeOf(way.resource_id)
    const one = held.get(key) ?? { id: way.resource_id, name: kind === 'app' ? way.resource : `${way.action}, over ${way.resource}`, kind, by: [], ...(kind === 'app' ? { uses: uses.get(native) ?? 0, last: way.last_used ?? last.get(native) } : {}) }
    for (const cause of way.identity_group.length > 0 ? way.identity_group : ['directly']) if (!one.by.includes(cause)) one.by.push(cause)
    held.set(key, one)
  }
  return [...held.values()].toSorted((a, b) => Number(a.kind === 'app') - Number(b.kind === 'app') || (a.uses ?? 0) - (b.uses ?? 0) || a.name.localeCompare(b.name))
}

/** Apps that were opened and are not held in the last scan: native ids with their uses. */
export const goneButUsed = (held: readonly Held[], uses: ReadonlyMap<string, number>): [string, number][] => {
  const natives = new Set(held.map(({ id }) => nativeOf(id)))
  return [...uses].filter(([native]) => !natives.has(native))
}

/** `app:0oa1` → `0oa1` with its number; ids of other kinds are left out. */
export const appUses = (values: readonly { value: string; count: number }[]): Map<string, number> =>
  new Map(values.filter(({ value }) => value.startsWith('app:')).map(({ value, count }) => [value.slice(4), count]))

/** When each app was opened last, out of events newest first. */
export function lastUses(events: readonly { event_time: string; target_ids?: readonly string[] | null }[]): Map<string, string> {
  const last = new Map<string, string>()
  for (const event of events) for (const target of event.target_ids ?? []) if (target.startsWith('app:') && !last.has(target.slice(4))) last.set(target.slice(4), event.event_time)
  return last
}
