import { queryOptions } from '@tanstack/react-query'
import { api, body, rememberCsrf } from './client'

/** Who is asking; the answer also carries what every write must send. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const session = await body(api.GET('/api/v1/session'))
    rememberCsrf(session.csrf_token)
    return session
  },
  staleTime: 5 * 60_000,
})
