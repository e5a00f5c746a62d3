import type { NodeRef } from '@/api/types'
import type { ExploreSearch } from '@/app/searchParams'

/** Which list of the Explorer's search a node belongs to; nothing for what is never on a way. */
export function searchSlot(node: Pick<NodeRef, 'kind' | 'sub_kind'>): 'identity' | 'group' | 'resource' | undefined {
  if (node.kind === 'identity' || node.kind === 'credential') return 'identity'
  if (node.kind === 'identity_group') return 'group'
  if (node.sub_kind === 'okta_app' || node.kind === 'organization') return 'resource'
  return undefined
}

/** The Explorer with every way from a person, or to everything else. */
export function waysOf(node: NodeRef): { to: '/explore'; search: ExploreSearch & { panel?: string } } {
  const slot = searchSlot(node)
  // A group is asked for as what it gives, which the Explorer shows to its right; its members stand to its left.
  const search: ExploreSearch = slot ? { [slot]: [node.id] } : { around: [node.id] }
  return { to: '/explore', search }
}

export function connectionsOf(node: NodeRef): { to: '/explore'; search: ExploreSearch } {
  return { to: '/explore', search: { around: [node.id] } }
}

/** Narrows what the Explorer shows now to what passes the node. */
export function addToSearch(node: NodeRef): { to: '/explore'; search: (now: ExploreSearch) => ExploreSearch } | undefined {
  const slot = searchSlot(node)
  if (!slot) return undefined
  return { to: '/explore', search: (now) => narrowed(now, slot, node.id) }
}

/** The search with one more node in a list; connections give way to ways. */
export function narrowed(now: ExploreSearch, slot: 'identity' | 'group' | 'resource', id: string): ExploreSearch {
  const before = now[slot] ?? []
  return {
    identity: now.identity, group: now.group, resource: now.resource, how: now.how, as: now.as,
    [slot]: before.includes(id) ? before : [...before, id],
  }
}
