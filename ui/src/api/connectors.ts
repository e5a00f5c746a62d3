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

/** A sign-in through a connector that people use. */
export interface SignIn {
  who: string
  at: string
}

/** The newest sign-in of these people through a connector. */
export function newestThrough(people: readonly Pick<Schemas['PersonView'], 'name' | 'connector' | 'last_sign_in_at'>[], connector: string): SignIn | null {
  let newest: SignIn | null = null
  for (const { name, connector: through, last_sign_in_at: at } of people) {
    if (through === connector && at && (newest === null || Date.parse(at) > Date.parse(newest.at))) newest = { who: name, at }
  }
  return newest
}

/** The last sign-in through a connector: the audit log knows it of however many people; whoever may not read that sees it in the list of people. */
export const lastSignInQuery = (connector: string, source: 'audit' | 'people') =>
  queryOptions({
    queryKey: ['connectors', connector, 'last-sign-in', source],
    queryFn: async (): Promise<SignIn | null> => {
      if (source === 'people') return newestThrough((await body(api.GET('/api/v1/users', { params: { query: { limit: 1000 } } }))).people, connector)
      const q = JSON.stringify({ connector }).slice(1, -1)
      const [entry] = (await body(api.GET('/api/v1/audit', { params: { query: { action: 'session.create', outcome: 'success', q, limit: 1 } } }))).entries
      return entry ? { who: entry.actor, at: entry.at } : null
    },
    retry: false,
  })

/** Ways to sign in, for those who are not signed in. */
export const signInWaysQuery = queryOptions({ queryKey: ['sign-in'], queryFn: () => body(api.GET('/api/v1/sign-in')), retry: false })
