import type { BlastView, NodePanel } from '@/api/types'
import { counted } from '@/format/format'
import { countedKind } from '@/look/kinds'

type Section = Pick<NodePanel['sections'][number], 'id' | 'total' | 'not_read'>

/** Lists of a node that say what it may use now. */
const HELD: readonly [string, string][] = [['assignments', 'app'], ['memberships', 'group'], ['roles', 'administrator role'], ['grants', 'OAuth scope'], ['tokens', 'API token']]

/** What a node holds by itself: `7 apps`, `3 groups`. What was not read is said to be so, never left out as none. */
export function holds(sections: readonly Section[]): string[] {
  return HELD.flatMap(([id, one]) => {
    const section = sections.find((each) => each.id === id)
    if (!section) return []
    if (section.total > 0) return [counted(section.total, one)]
    return section.not_read ? [`${one}s that were not read`] : []
  })
}

/** Kinds that are worth a word in one sentence. */
const TOLD = ['okta_user', 'okta_group', 'okta_app', 'service_app', 'okta_role']

/** What whoever takes the node over comes to control: everything, `180 users`, `22 groups`, or nothing. */
export function controls(blast: Pick<BlastView, 'by_kind' | 'reaches_organization'>): string[] {
  if (blast.reaches_organization) return ['the whole organization']
  return TOLD.flatMap((wanted) => blast.by_kind.filter((row) => row.sub_kind === wanted && row.reached > 0).map((row) => countedKind(row.reached, row.sub_kind, row.kind)))
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1)
  return words.length < 2 || last === undefined ? (last ?? '') : `${words.slice(0, -1).join(', ')} and ${last}`
}
