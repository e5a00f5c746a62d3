import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'

/** Connected organizations; asked again often while a scan runs, so that every page sees it end. */
export const integrationsQuery = queryOptions({
  queryKey: ['integrations'],
  queryFn: () => body(api.GET('/api/v1/integrations')),
  refetchInterval: (query) =>
    query.state.data?.integrations.some((one) => one.state === 'scanning' || one.state === 'waiting') ? 3000 : 30_000,
})
