import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body } from './client'

/** Asks for a scan now; a running one goes on. */
export function useScanNow(org: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => body(api.POST('/api/v1/integrations/okta/scan', { params: { query: { org } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['integrations'] }),
  })
}
