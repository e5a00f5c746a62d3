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
  tactic?: string
  from?: string
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

/** How many alerts nobody has taken up yet. */
export const openAlertsQuery = queryOptions({
  queryKey: ['alerts', 'open'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/v1/alerts', { params: { query: { status: 'open', limit: 1 } }, signal }))).count,
  refetchInterval: 60_000,
  retry: false,
})

export const alertQuery = (id: string) => queryOptions({ queryKey: ['alerts', 'one', id], queryFn: () => body(api.GET('/api/v1/alerts/{id}', { params: { path: { id } } })) })

export const rulesQuery = queryOptions({ queryKey: ['rules'], queryFn: () => body(api.GET('/api/v1/rules')) })

export const ruleQuery = (id: string) => queryOptions({ queryKey: ['rules', id], queryFn: () => body(api.GET('/api/v1/rules/{id}', { params: { path: { id } } })) })

export const collectorsQuery = queryOptions({ queryKey: ['collectors'], queryFn: () => body(api.GET('/api/v1/collectors')), refetchInterval: 10_000 })

/** What a rule's file comes to, without keeping it: its rules and how their examples go, or what is wrong and where. */
export const ruleCheckQuery = (text: string) =>
  queryOptions({ queryKey: ['rule-check', text], queryFn: ({ signal }) => body(api.POST('/api/v1/rules', { body: { text, dry_run: true }, signal })), retry: false, staleTime: Infinity, gcTime: 60_000, enabled: text.trim() !== '' })

export type ForwardView = Schemas['ForwardView']

/** Where alerts are forwarded to; asked again while messages wait. */
export const forwardsQuery = queryOptions({ queryKey: ['forwards'], queryFn: () => body(api.GET('/api/v1/forwards')), refetchInterval: (query) => (query.state.data?.forwards.some(({ waiting }) => waiting > 0) ? 3000 : 20_000) })
