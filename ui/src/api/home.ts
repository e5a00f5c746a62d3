import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'

/** The first page. While a scan runs its numbers are asked for more often. */
export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: () => body(api.GET('/api/v1/home')),
  refetchInterval: (query) => {
    const state = query.state.data?.integration?.state
    return state === 'scanning' || state === 'waiting' ? 4000 : 60_000
  },
})
