import type { HomeView, KindCount, NodeRef } from '@/api/types'
import type { FoldedChart, FoldedNode } from '@/chart/fold'
import type { ChartEdge } from '@/chart/ways'

const COLUMN: Record<string, number> = {
  okta_user: 0, service_app: 0, api_token: 0, okta_group: 1, okta_role: 2, okta_app: 3, okta_resource_set: 3,
}

/** What kinds are bound to in Okta; the lines of the picture. */
const BOUND: readonly [string, string][] = [
  ['okta_user', 'okta_group'], ['okta_group', 'okta_app'], ['okta_group', 'okta_role'], ['okta_user', 'okta_role'],
  ['okta_role', 'okta_resource_set'], ['service_app', 'okta_role'], ['api_token', 'okta_role'],
]

/**
 * Every kind as one fold, the identities that reach most beside the fold of the others, and the organization that
 * roles without a resource set are over.
 */
export function overview(counts: readonly KindCount[], top: HomeView['top_standing'], organization?: NodeRef): FoldedChart {
  const present = counts.filter((row) => COLUMN[row.sub_kind] !== undefined && (row.count ?? 0) > 0)
  const key = (subKind: string) => `${COLUMN[subKind] ?? 0}:fold:${subKind}`
  const known = new Set(present.map((row) => row.sub_kind))
  const people = top.slice(0, 7)
  const edges: ChartEdge[] = BOUND.filter(([from, to]) => known.has(from) && known.has(to)).map(([from, to], at) => ({ from: key(from), to: key(to), ways: [at] }))
  for (const row of people) if (known.has('okta_group')) edges.push({ from: `0:${row.node.id}`, to: key('okta_group'), ways: [edges.length] })
  const org = organization && `3:${organization.id}`
  if (org && known.has('okta_role')) edges.push({ from: key('okta_role'), to: org, ways: [edges.length] })
  const ways = (id: string) => edges.flatMap((edge) => (edge.from === id || edge.to === id ? edge.ways : []))
  const folds = present.map((row): FoldedNode => {
    const id = key(row.sub_kind)
    return { id, name: '', kind: row.kind, sub_kind: row.sub_kind, column: COLUMN[row.sub_kind] ?? 0, ways: ways(id), inside: [], size: row.count ?? 0 }
  })
  const drawn = (node: NodeRef, column: number): FoldedNode => {
    const id = `${column}:${node.id}`
    return { id, name: node.name, kind: node.kind, sub_kind: node.sub_kind, column, ways: ways(id), inside: [], size: 1 }
  }
  const single = [...people.map((row) => drawn(row.node, 0)), ...(organization ? [drawn(organization, 3)] : [])]
  return { columns: ['Identity', 'Group', 'Role', 'Resource'], nodes: [...single, ...folds], edges, ways: [] }
}
