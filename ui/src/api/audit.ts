import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type AuditEntry = Schemas['AuditEntryView']

/** What was done to this server, newest first. */
export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  queryFn: ({ pageParam }) => body(api.GET('/api/v1/audit', { params: { query: { cursor: pageParam ?? undefined, limit: 200 } } })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor ?? null,
})
