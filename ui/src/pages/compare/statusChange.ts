import type { DiffRow } from '@/api/types'

/** A change of an account's state, in one word. */
export interface StatusChange {
  label: string
  color: string
}

const GONE = new Set(['DEPROVISIONED'])
const HELD = new Set(['SUSPENDED', 'LOCKED_OUT'])
/** The only cause of a row whose access came or went with the account. */
const ACCOUNT = /^the account is (enabled now|no longer enabled)$/

/** `… went from ACTIVE to DEPROVISIONED` → `deactivated`; nothing for rows that are no change of state. */
export function statusChange(row: Pick<DiffRow, 'class' | 'explanation'>): StatusChange | undefined {
  const [, before, after] = row.class === 'status' ? (/ went from (\S+) to (\S+?)\.?$/.exec(row.explanation) ?? []) : []
  if (before === undefined || after === undefined) return undefined
  if (GONE.has(after)) return { label: 'deactivated', color: 'red' }
  if (after === 'SUSPENDED') return { label: 'suspended', color: 'orange' }
  if (after === 'LOCKED_OUT') return { label: 'locked out', color: 'orange' }
  if (after === 'ACTIVE' && GONE.has(before)) return { label: 'activated again', color: 'green' }
  if (after === 'ACTIVE' && HELD.has(before)) return { label: before === 'SUSPENDED' ? 'unsuspended' : 'unlocked', color: 'green' }
  if (after === 'ACTIVE' && (before === 'STAGED' || before === 'PROVISIONED')) return { label: 'activated', color: 'green' }
  return { label: `now ${after.toLowerCase().replaceAll('_', ' ')}`, color: 'gray' }
}

/**
 * What the change of an account's state explains: access that came or went with it, though no group and no assignment
 * changed. `changes` are the changes of state by id of the person.
 */
export function byStatus(row: DiffRow, changes: ReadonlyMap<string, DiffRow>): StatusChange | undefined {
  const of = changes.get(row.from.id)
  // A row that names another cause after a colon has its reason already.
  const cause = row.explanation.split(': ')[1]
  if (row.class !== 'access' || !of || of.change !== row.change || (cause !== undefined && !ACCOUNT.test(cause))) return undefined
  return statusChange(of)
}
