import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'
import type { paths } from './generated'

/** Everything the drawer shows of a node. */
export const nodeQuery = (id: string) =>
  queryOptions({
    queryKey: ['node', id],
    queryFn: () => body(api.GET('/api/v1/nodes/{id}', { params: { path: { id } } })),
  })

export const rawQuery = (id: string) =>
  queryOptions({
    queryKey: ['raw', id],
    queryFn: () => body(api.GET('/api/v1/nodes/{id}/raw', { params: { path: { id } } })),
  })

export const searchQuery = (q: string, limit = 20) =>
  queryOptions({
    queryKey: ['search', q, limit],
    queryFn: ({ signal }) => body(api.GET('/api/v1/search', { params: { query: { q, limit } }, signal })),
    enabled: q.trim() !== '',
    placeholderData: (before) => before,
  })

/** Orders that the server offers. */
export type Sort = NonNullable<NonNullable<paths['/api/v1/nodes']['get']['parameters']['query']>['sort']>

export interface BrowseFilter {
  kind?: Schemas['KindWord']
  sub_kind?: string
  q?: string
  status?: string
  sort?: Sort
}

export const browseQuery = (filter: BrowseFilter) =>
  infiniteQueryOptions({
    queryKey: ['nodes', filter],
    queryFn: ({ pageParam, signal }) =>
      body(api.GET('/api/v1/nodes', { params: { query: { ...filter, cursor: pageParam ?? undefined, limit: 100 } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
    placeholderData: (before) => before,
  })

export const connectionsQuery = (id: string, edge?: string, direction?: Schemas['DirectionWord']) =>
  infiniteQueryOptions({
    queryKey: ['connections', id, edge, direction],
    queryFn: ({ pageParam }) =>
      body(api.GET('/api/v1/nodes/{id}/connections', { params: { path: { id }, query: { edge, direction, cursor: pageParam ?? undefined, limit: 100 } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (view) => view.page?.next_cursor ?? null,
  })

export const accessQuery = (id: string, direction?: Schemas['AccessDirection']) =>
  infiniteQueryOptions({
    queryKey: ['access', id, direction],
    queryFn: ({ pageParam }) =>
      body(api.GET('/api/v1/nodes/{id}/access', { params: { path: { id }, query: { direction, cursor: pageParam ?? undefined, limit: 100 } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  })
