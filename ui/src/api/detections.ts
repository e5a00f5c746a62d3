import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type AlertRow = Schemas['AlertRow']
export type AlertView = Schemas['AlertView']
export type RuleRow = Schemas['RuleRow']
export type RuleView = Schemas['RuleView']

export interface AlertFilter {
  status?: string
  severity?: string
  rule?: string
  identity?: string
  q?: string
}

export const alertsQuery = (filter: AlertFilter) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'list', filter],
    queryFn: ({ pageParam, signal }) => body(api.GET('/api/v1/alerts', { params: { query: { ...filter, cursor: pageParam ?? undefined, limit: 100 } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
    placeholderData: (before) => before,
    refetchInterval: 15_000,
  })

export const alertQuery = (id: string) => queryOptions({ queryKey: ['alerts', 'one', id], queryFn: () => body(api.GET('/api/v1/alerts/{id}', { params: { path: { id } } })) })

export const rulesQuery = queryOptions({ queryKey: ['rules'], queryFn: () => body(api.GET('/api/v1/rules')) })

export const ruleQuery = (id: string) => queryOptions({ queryKey: ['rules', id], queryFn: () => body(api.GET('/api/v1/rules/{id}', { params: { path: { id } } })) })

export const collectorsQuery = queryOptions({ queryKey: ['collectors'], queryFn: () => body(api.GET('/api/v1/collectors')), refetchInterval: 10_000 })
