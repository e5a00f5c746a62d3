import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export interface PeopleFilter {
  q?: string
  origin?: Schemas['OriginWord']
  state?: Schemas['PersonStateWord']
  role?: string
  /** Address of the organization. */
  org?: string
  /** Name of the connector of the last sign-in. */
  connector?: string
}

/** People by name, a page at a time. */
export const peopleQuery = (filter: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', filter],
    queryFn: ({ pageParam, signal }) => body(api.GET('/api/v1/users', { params: { query: { ...filter, cursor: pageParam ?? undefined, limit: 100 } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
    placeholderData: (before) => before,
  })

/** How many people a filter finds. */
export const peopleCountQuery = (filter: PeopleFilter) =>
  queryOptions({
    queryKey: ['people', 'count', filter],
    queryFn: async () => (await body(api.GET('/api/v1/users', { params: { query: { ...filter, limit: 1 } } }))).total,
  })

export const personQuery = (id: string) =>
  queryOptions({ queryKey: ['people', 'one', id], queryFn: () => body(api.GET('/api/v1/users/{id}', { params: { path: { id } } })) })

export const personSessionsQuery = (id: string) =>
  queryOptions({ queryKey: ['people', 'sessions', id], queryFn: () => body(api.GET('/api/v1/users/{id}/sessions', { params: { path: { id } } })) })

export const locksQuery = queryOptions({ queryKey: ['locks'], queryFn: () => body(api.GET('/api/v1/locks')) })
