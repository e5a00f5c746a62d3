import type { Point, Way } from './ways'

const point = (id: string, kind: string, sub_kind: string): Point => ({ id, name: id, kind, sub_kind })
export const user = (id: string) => point(id, 'identity', 'okta_user')
export const group = (id: string) => point(id, 'identity_group', 'okta_group')
export const app = (id: string) => point(id, 'resource', 'okta_app')

/** A way in words: `ann Eng Jira` through a group, `ann Jira` directly. */
export function way(words: string): Way {
  const names = words.split(' ')
  const [first = '', last = ''] = [names[0], names.at(-1)]
  return { identity: user(first), groups: names.slice(1, -1).map(group), action: 'access', action_type: 'assignment', resource_groups: [], resource: app(last) }
}

export const ways = (...words: string[]): Way[] => words.map(way)
