import type { Point, Way } from './ways'

/** An answer of SQL: named columns and rows in their order. */
export interface Answer {
  columns: readonly { name: string }[]
  rows: readonly (readonly unknown[])[]
}

const NEEDED = ['identity', 'identity_id', 'resource', 'resource_id', 'action', 'path']

/** Whether rows of `access_path` can be drawn as ways: they must carry both ends, the action and the path. */
export const drawable = (answer: Answer): boolean => NEEDED.every((name) => answer.columns.some((column) => column.name === name))

const RESOURCE_OF: Record<string, string> = {
  membership: 'okta_group', assignment: 'okta_app', credential: 'api_token', oauth_scope: 'okta_org',
}
const KIND_OF: Record<string, string> = {
  okta_group: 'identity_group', okta_app: 'resource', api_token: 'credential', okta_org: 'organization',
}

/** Rows of `access_path` as ways. Columns that are missing are taken as empty. */
export function waysOfRows(answer: Answer): Way[] {
  const place = new Map(answer.columns.map((column, at) => [column.name, at]))
  return answer.rows.map((row) => wayOfRow((name) => row[place.get(name) ?? -1]))
}

function wayOfRow(cell: (name: string) => unknown): Way {
  const text = (name: string) => String(cell(name) ?? '')
  const path = texts(cell('path'))
  const groupNames = texts(cell('identity_group'))
  const setNames = texts(cell('resource_group'))
  const actionType = text('action_type')
  // The path runs identity, (owner of a token), groups, (role), resource sets, resource: ids are found from the end.
  const inner = path.slice(1, -1)
  const setsAt = inner.length - setNames.length
  const groupsAt = setsAt - (actionType === 'admin_role' ? 1 : 0) - groupNames.length
  const groups = groupNames.map((name, at): Point => ({ id: inner[groupsAt + at] ?? `name:${name}`, name, kind: 'identity_group', sub_kind: 'okta_group' }))
  const setIds = inner.slice(Math.max(0, setsAt))
  const sets = setNames.map((name, at): Point => ({ id: setIds[at] ?? `name:${name}`, name, kind: 'resource_group', sub_kind: 'okta_resource_set' }))
  const identityKind = text('identity_kind') || 'identity'
  const resourceSub = text('resource_sub_kind') || RESOURCE_OF[actionType] || subKindOf(text('resource_kind'))
  return {
    identity: {
      id: text('identity_id'), name: text('identity'), kind: identityKind,
      sub_kind: text('identity_sub_kind') || (identityKind === 'credential' ? 'api_token' : actionType === 'oauth_scope' ? 'service_app' : 'okta_user'),
    },
    groups,
    action: text('action'),
    action_type: actionType,
    resource_groups: sets,
    resource: { id: text('resource_id'), name: text('resource'), kind: text('resource_kind') || KIND_OF[resourceSub] || 'resource', sub_kind: resourceSub },
  }
}

function subKindOf(kind: string): string {
  if (kind === 'organization') return 'okta_org'
  if (kind === 'identity_group') return 'okta_group'
  if (kind === 'resource_group') return 'okta_resource_set'
  if (kind === 'identity') return 'okta_user'
  return 'okta_app'
}

function texts(cell: unknown): string[] {
  return Array.isArray(cell) ? cell.map(String) : []
}

/** Ids of nodes in an answer that is no list of ways: the first column that holds ids of nodes. */
export function nodeIds(answer: Answer): string[] {
  const ids = new Set<string>()
  for (const row of answer.rows) {
    for (const cell of row) if (typeof cell === 'string' && /^okta\/[^/]+\/.+/.test(cell)) ids.add(cell)
  }
  return [...ids]
}
