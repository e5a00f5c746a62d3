import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from '@/api/client'
import { ruleQuery } from '@/api/detections'

/** Switches, tunes or excepts; what is left out stays. */
export function useRuleChange(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (wanted: Schemas['RuleChange']) => body(api.PATCH('/api/v1/rules/{id}', { params: { path: { id } }, body: wanted })),
    onSuccess: async (now) => {
      queries.setQueryData(ruleQuery(id).queryKey, now)
      await queries.invalidateQueries({ queryKey: ['rules'], exact: true })
    },
  })
}
