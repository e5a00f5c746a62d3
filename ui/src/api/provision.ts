import { queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type ScimView = Schemas['ScimView']
export type SyncView = Schemas['UserSyncView']
export type SyncPlan = Schemas['SyncPlanView']
export type SyncSettings = Schemas['UserSyncSettings']

/** SCIM: address, tokens without their values, Okta's last call, refusals. */
export const scimQuery = queryOptions({ queryKey: ['scim'], queryFn: () => body(api.GET('/api/v1/integrations/okta/scim')), retry: false, refetchInterval: 15_000 })

/** User sync: what is set, the last runs. */
export const syncQuery = queryOptions({ queryKey: ['sync'], queryFn: () => body(api.GET('/api/v1/integrations/okta/sync')), retry: false })
