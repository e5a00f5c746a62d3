import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'

export const accountQuery = queryOptions({ queryKey: ['account'], queryFn: () => body(api.GET('/api/v1/account')) })

export const ownSessionsQuery = queryOptions({ queryKey: ['account', 'sessions'], queryFn: () => body(api.GET('/api/v1/account/sessions')) })
