import { queryOptions, skipToken, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type ScimView = Schemas['ScimView']
export type SyncView = Schemas['UserSyncView']
export type SyncPlan = Schemas['SyncPlanView']
export type SyncSettings = Schemas['UserSyncSettings']

/** SCIM: address, tokens without their values, Okta's last call, refusals. */
export const scimQuery = queryOptions({ queryKey: ['scim'], queryFn: () => body(api.GET('/api/v1/integrations/okta/scim')), retry: false, refetchInterval: 15_000 })

/** User sync: what is set, the last runs. */
export const syncQuery = queryOptions({ queryKey: ['sync'], queryFn: () => body(api.GET('/api/v1/integrations/okta/sync')), retry: false })

/** Runs user sync now; with the hash of a plan that was looked at, that one goes ahead though the brake holds it. */
export function useSyncRun() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (approve: string | null) => body(api.POST('/api/v1/integrations/okta/sync/run', { body: { approve } })),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: syncQuery.queryKey }), queries.invalidateQueries({ queryKey: ['people'] })]),
  })
}

/** App and group sync, as it is set. */
export const listsQuery = queryOptions({ queryKey: ['lists-step'], queryFn: () => body(api.GET('/api/v1/integrations/okta/lists')), retry: false })

/** What filters of app and group sync take of the last scan. */
export const listsPreviewQuery = (asked: Schemas['ListSyncSettings'] | undefined) =>
  queryOptions({ queryKey: ['lists-preview', asked], queryFn: asked ? () => body(api.POST('/api/v1/integrations/okta/lists/preview', { body: asked })) : skipToken, retry: false })
