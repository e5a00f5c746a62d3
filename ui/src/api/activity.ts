import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type EventView = Schemas['EventView']
export type FacetView = Schemas['FacetView']
export type TimelineView = Schemas['TimelineView']
export type IdentityActivity = Schemas['IdentityActivity']

/** A question about events: the query, and the time it is asked of. */
export interface Question {
  q?: string
  from?: string
  until?: string
}

const asked = ({ q, from, until }: Question) => ({ q: q || undefined, from: from || undefined, until: until || undefined })

export const eventsQuery = (question: Question) =>
  infiniteQueryOptions({
    queryKey: ['activity', 'events', question],
    queryFn: ({ pageParam, signal }) => body(api.GET('/api/v1/activity/events', { params: { query: { ...asked(question), cursor: pageParam ?? undefined, limit: 100 } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
    placeholderData: (before) => before,
  })

export const facetsQuery = (question: Question) =>
  queryOptions({ queryKey: ['activity', 'facets', question], queryFn: ({ signal }) => body(api.GET('/api/v1/activity/facets', { params: { query: { ...asked(question), top: 8 } }, signal })), placeholderData: (before) => before })

export const timelineQuery = (question: Question) =>
  queryOptions({ queryKey: ['activity', 'timeline', question], queryFn: ({ signal }) => body(api.GET('/api/v1/activity/timeline', { params: { query: { ...asked(question), buckets: 80 } }, signal })), placeholderData: (before) => before })

export const eventQuery = (id: string) =>
  queryOptions({ queryKey: ['activity', 'event', id], queryFn: () => body(api.GET('/api/v1/activity/events/{id}', { params: { path: { id } } })), staleTime: 10 * 60_000 })

export const languageQuery = queryOptions({ queryKey: ['activity', 'language'], queryFn: () => body(api.GET('/api/v1/activity/language')), staleTime: 10 * 60_000 })

export const searchesQuery = queryOptions({ queryKey: ['activity', 'searches'], queryFn: () => body(api.GET('/api/v1/activity/searches')) })

export const identityQuery = (name: string, from?: string) =>
  queryOptions({ queryKey: ['activity', 'identity', name, from], queryFn: () => body(api.GET('/api/v1/activity/identity', { params: { query: { name, from } } })), enabled: name !== '' })

/** Counts of some columns only, with up to `top` values each. */
export const facetsOf = (question: Question, columns: readonly string[], top: number) =>
  queryOptions({ queryKey: ['activity', 'facets', question, columns, top], queryFn: ({ signal }) => body(api.GET('/api/v1/activity/facets', { params: { query: { ...asked(question), columns: columns.join(','), top } }, signal })) })

/** The newest events that a question finds, up to `limit`. */
export const newestEvents = (question: Question, limit: number) =>
  queryOptions({ queryKey: ['activity', 'newest', question, limit], queryFn: ({ signal }) => body(api.GET('/api/v1/activity/events', { params: { query: { ...asked(question), limit } }, signal })) })
