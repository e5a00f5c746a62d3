import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'

/** Keys that the server made, newest first, with the address from which Okta can fetch their public halves. */
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: () => body(api.GET('/api/v1/integrations/okta/keys')),
})
