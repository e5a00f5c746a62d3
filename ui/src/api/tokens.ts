import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'

/** API tokens of this server, newest first. */
export const tokensQuery = queryOptions({ queryKey: ['tokens'], queryFn: () => body(api.GET('/api/v1/tokens')) })
