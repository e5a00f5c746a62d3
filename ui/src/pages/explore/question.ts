import type { ExploreSearch } from '@/app/searchParams'

/** Words of `action_type` that are offered; others come by links. */
const HOW = ['assignment', 'membership', 'admin_role', 'oauth_scope', 'credential']

/** The words to offer, and those that are asked for: what narrows can be taken away again. */
export const howWords = (search: ExploreSearch): string[] => [...new Set([...HOW, ...(search.how ?? [])])]

/** Whether anything narrows the picture, or says what it is around. */
export const isNarrowed = (search: ExploreSearch): boolean => [search.identity, search.group, search.resource, search.around, search.how].some((list) => list !== undefined && list.length > 0)

/** Ways that a picture reads at most; the count is exact whatever it is. */
export const MOST_WAYS = 2000

/** A text as a literal of SQL. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/**
 * The condition that the Explorer's search stands for; nothing when it asks for everything. `names` has the names of
 * its groups by id: the name finds the ways quickly, the id makes sure that it is that group.
 */
export function condition(search: ExploreSearch, names: ReadonlyMap<string, string>): string | undefined {
  const parts = [
    among('identity_id', search.identity),
    through(search.group, names),
    among('resource_id', search.resource),
    among('action_type', search.how),
  ].filter((part) => part !== undefined)
  return parts.length > 0 ? parts.join('\n  AND ') : undefined
}

function among(column: string, values: readonly string[] | undefined): string | undefined {
  if (!values || values.length === 0) return undefined
  const [only] = values
  return values.length === 1 && only !== undefined ? `${column} = ${quoted(only)}` : `${column} IN (${values.map(quoted).join(', ')})`
}

function through(groups: readonly string[] | undefined, names: ReadonlyMap<string, string>): string | undefined {
  if (!groups || groups.length === 0) return undefined
  const each = groups.map((id) => {
    const name = names.get(id)
    return name === undefined ? `path = ${quoted(id)}` : `identity_group = ${quoted(name)} AND path = ${quoted(id)}`
  })
  return each.length === 1 ? each[0] : each.map((one) => `(${one})`).join(' OR ').replace(/^(.*)$/, '($1)')
}

const DRAWN = 'identity, identity_id, identity_kind, identity_sub_kind, identity_group, action, action_type, resource_group, resource, resource_id, resource_kind, resource_sub_kind, path'

/** The rows behind the picture: what it draws and no more. */
export const waysSql = (where: string): string => `SELECT ${DRAWN}\nFROM access_path\nWHERE ${where}\nLIMIT ${MOST_WAYS}`

/** The same for somebody who reads it in the editor. */
export const readableSql = (where: string): string => `SELECT *\nFROM access_path\nWHERE ${where}`

export const countSql = (where: string): string =>
  `SELECT count(*) AS ways, count(DISTINCT identity_id) AS identities, count(DISTINCT resource_id) AS resources\nFROM access_path\nWHERE ${where}`
