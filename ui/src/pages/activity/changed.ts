import type { Kept } from '@/pages/changes/yesterday'

/** One thing that a person came to have, or has no longer. */
export interface Change {
  change: 'gained' | 'lost'
  action: string
  action_type: string
  resource: string
  resource_id: string
  by: string[]
}

const COLUMNS = 'resource, resource_id, action, action_type, identity_group'

/** A text inside of SQL. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The ways that are new since a moment, and those that are gone. */
export function changesSql(node: string, moment: string): { gained: string; lost: string } {
  const now = `SELECT ${COLUMNS}\nFROM access_path\nWHERE identity_id = ${quoted(node)}`
  const then = `SELECT ${COLUMNS}\nFROM access_path FOR SYSTEM_TIME AS OF ${quoted(moment)}\nWHERE identity_id = ${quoted(node)}`
  return { gained: `${now}\nEXCEPT\n${then}`, lost: `${then}\nEXCEPT\n${now}` }
}

/**
 * The scan to compare with: the newest that is at least so many days old, else the oldest there is. Nothing while
 * there is only one.
 */
export function scanBefore(kept: readonly Kept[], days: number): { scan: Kept; isWhole: boolean } | undefined {
  const [newest, ...others] = [...kept].sort((a, b) => b.at - a.at)
  const oldest = others.at(-1)
  if (!newest || !oldest) return undefined
  const scan = others.find(({ at }) => newest.at - at >= days * 86_400_000)
  return scan ? { scan, isWhole: true } : { scan: oldest, isWhole: false }
}

const ORDER = ['admin_role', 'oauth_scope', 'credential', 'assignment', 'membership']

/** Rows of both questions as one list: power first, then apps, then groups. A thing that only came by another way is said so. */
export function changesOf(gained: readonly Record<string, unknown>[], lost: readonly Record<string, unknown>[]): Change[] {
  const of = (change: Change['change']) => (row: Record<string, unknown>): Change => ({
    change, action: String(row['action']), action_type: String(row['action_type']), resource: String(row['resource']), resource_id: String(row['resource_id']), by: Array.isArray(row['identity_group']) ? row['identity_group'].map(String) : [],
  })
  return [...gained.map(of('gained')), ...lost.map(of('lost'))].toSorted((a, b) => ORDER.indexOf(a.action_type) - ORDER.indexOf(b.action_type) || a.resource.localeCompare(b.resource) || a.change.localeCompare(b.change))
}

/** What a change is called: `member of`, `can open`, or the role. */
export const verbOf = ({ action, action_type }: Pick<Change, 'action' | 'action_type'>): string => ({ membership: 'member of', assignment: 'can open', credential: 'owns' })[action_type] ?? `${action}, over`
