import { queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type RoleView = Schemas['RoleView']
export type RoleRule = Schemas['RoleRule']
export type RoleConditions = Schemas['RoleConditions']

/** All roles with the kinds and verbs that rules can name. */
export const rolesQuery = queryOptions({ queryKey: ['roles'], queryFn: () => body(api.GET('/api/v1/roles')), staleTime: 60_000 })
