import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { IntegrationView, ProgressView } from './types'

/**
 * How far the scan of an integration is, as the server tells it. When a scan ends, everything that was read before
 * is asked for again.
 */
export function useProgress(integration: IntegrationView): ProgressView | undefined {
  const [told, setTold] = useState<ProgressView>()
  const queries = useQueryClient()
  const org = integration.org_url

  useEffect(() => {
    const source = new EventSource(`/api/v1/integrations/okta/events?org=${encodeURIComponent(org)}`)
    let wasRunning = false
    const onEvent = (event: MessageEvent<string>) => {
      const progress = parse(event.data)
      if (!progress) return
      setTold(progress)
      if (wasRunning && !progress.running) void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
      wasRunning = progress.running
    }
    source.addEventListener('message', onEvent)
    source.addEventListener('progress', onEvent)
    return () => source.close()
  }, [org, queries])

  return told ?? integration.scan?.progress ?? undefined
}

function parse(text: string): ProgressView | undefined {
  try {
    return JSON.parse(text) as ProgressView
  } catch {
    return undefined
  }
}
