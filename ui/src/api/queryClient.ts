import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './client'

/** Answers change with a scan, not by the second; a refusal does not get better by asking again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (attempts, error) => attempts < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
})
