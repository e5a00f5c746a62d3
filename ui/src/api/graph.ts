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

export const diffQuery = (from: string | undefined, to: string | undefined, type: string | undefined, limit = 200) =>
  infiniteQueryOptions({
    queryKey: ['diff', from, to, type, limit],
    queryFn: ({ pageParam }) =>
      body(api.GET('/api/v1/graph/diff', { params: { query: { from, to, class: type, cursor: pageParam ?? undefined, limit } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (view) => view.next_cursor ?? null,
  })

/** Nodes of a reach that a page reads at most, nearest first; the counts by kind are exact whatever it is. */
export const MOST_REACHED = 5000

/** All who come to control a node, nearest first, up to `MOST_REACHED`. */
export const leadsToQuery = (node: string, worst: boolean) =>
  queryOptions({
    queryKey: ['leads-to', node, worst],
    queryFn: async ({ signal }) => {
      const page = (cursor: string | undefined) =>
        body(api.GET('/api/v1/graph/blast', { params: { query: { node, assume_worst: worst, direction: 'to', cursor, limit: 1000 } }, signal }))
      const first = await page(undefined)
      const rows = [...first.rows]
      let next = first.next_cursor
      while (next && rows.length < MOST_REACHED) {
        // Each page names the next one.
        // oxlint-disable-next-line no-await-in-loop
        const more = await page(next)
        rows.push(...more.rows)
        next = more.next_cursor
      }
      return { ...first, rows }
    },
  })

/** The node of the organization itself; nothing before the first whole scan. */
export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: async () => {
    const page = await body(api.GET('/api/v1/nodes', { params: { query: { sub_kind: 'okta_org', limit: 1 } } }))
    return page.rows[0]?.node ?? null
  },
})
