import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, body } from './client'

/** The connections of some nodes, folded by the server. */
export const exploreQuery = (nodes: readonly string[], unfold: readonly string[]) =>
  queryOptions({
    queryKey: ['explore', nodes, unfold],
    queryFn: () =>
      body(api.GET('/api/v1/graph/explore', { params: { query: { nodes: nodes.join(','), mode: 'connections', unfold: unfold.length > 0 ? unfold.join(',') : undefined } } })),
    placeholderData: (before) => before,
  })

export const subgraphQuery = (nodes: readonly string[]) =>
  queryOptions({
    queryKey: ['subgraph', nodes],
    queryFn: () => body(api.POST('/api/v1/graph/subgraph', { body: { nodes: nodes.slice(0, 1000) } })),
  })

export const pathQuery = (from: string, to: string, worst: boolean) =>
  queryOptions({
    queryKey: ['path', from, to, worst],
    queryFn: () => body(api.GET('/api/v1/graph/path', { params: { query: { from, to, assume_worst: worst } } })),
  })

export const blastQuery = (node: string, worst: boolean, direction: 'from' | 'to') =>
  infiniteQueryOptions({
    queryKey: ['blast', node, worst, direction],
    queryFn: ({ pageParam }) =>
      body(api.GET('/api/v1/graph/blast', { params: { query: { node, assume_worst: worst, direction, cursor: pageParam ?? undefined, limit: 200 } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (view) => view.next_cursor ?? null,
  })

export const snapshotsQuery = queryOptions({
  queryKey: ['snapshots'],
  queryFn: () => body(api.GET('/api/v1/snapshots', { params: { query: { limit: 200 } } })),
})

export const diffQuery = (from: string | undefined, to: string | undefined, type: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['diff', from, to, type],
    queryFn: ({ pageParam }) =>
      body(api.GET('/api/v1/graph/diff', { params: { query: { from, to, class: type, cursor: pageParam ?? undefined, limit: 200 } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (view) => view.next_cursor ?? null,
  })
