import type { Way } from '@/chart/ways'
import type { Point } from '@/chart/ways'

/** One reason why somebody is administrator. */
export interface Reason {
  role: string
  /** The groups it comes through; empty when given directly. */
  groups: Point[]
  /** What it is over, by way. */
  targets: Point[]
}

export interface Holder {
  identity: Point
  reasons: Reason[]
  /** Whether one of the roles is super administrator. */
  isSuper: boolean
}

const SUPER = /^super admin/i

/** Administrators, each with every reason; super administrators first, then by the number of reasons. */
export function holders(ways: readonly Way[]): Holder[] {
  const byIdentity = new Map<string, Holder>()
  for (const way of ways) {
    const holder = byIdentity.get(way.identity.id) ?? { identity: way.identity, reasons: [], isSuper: false }
    const through = way.groups.map((group) => group.id).join()
    const known = holder.reasons.find((reason) => reason.role === way.action && reason.groups.map((group) => group.id).join() === through)
    if (known) known.targets.push(way.resource)
    else holder.reasons.push({ role: way.action, groups: way.groups, targets: [way.resource] })
    holder.isSuper ||= SUPER.test(way.action)
    byIdentity.set(way.identity.id, holder)
  }
  return [...byIdentity.values()].sort(
    (a, b) => Number(b.isSuper) - Number(a.isSuper) || b.reasons.length - a.reasons.length || a.identity.name.localeCompare(b.identity.name),
  )
}

/** `the whole organization`, the name of the one target, or how many. */
export function over(reason: Reason): string {
  if (reason.targets.some((target) => target.kind === 'organization')) return 'the whole organization'
  const [only] = reason.targets
  return reason.targets.length === 1 && only ? only.name : `${reason.targets.length.toLocaleString('en-US')} targets`
}
