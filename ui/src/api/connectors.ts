import { queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type ConnectorView = Schemas['ConnectorView']
export type SamlSpec = Schemas['SamlSpec']
export type OidcSpec = Schemas['OidcSpec']
export type RoleMapping = Schemas['RoleMapping']
export type TrialView = Schemas['TrialView']
export type MetadataView = Schemas['MetadataView']

export const connectorsQuery = queryOptions({ queryKey: ['connectors'], queryFn: () => body(api.GET('/api/v1/connectors')) })

export const connectorQuery = (name: string) =>
  queryOptions({ queryKey: ['connectors', name], queryFn: () => body(api.GET('/api/v1/connectors/{name}', { params: { path: { name } } })) })

export const trialsQuery = (name: string) =>
  queryOptions({ queryKey: ['connectors', name, 'trials'], queryFn: () => body(api.GET('/api/v1/connectors/{name}/trials', { params: { path: { name } } })), staleTime: 0 })

/** Ways to sign in, for those who are not signed in. */
export const signInWaysQuery = queryOptions({ queryKey: ['sign-in'], queryFn: () => body(api.GET('/api/v1/sign-in')), retry: false })
