import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './client'

/** Answers change with a scan, not by the second; a refusal does not get better by asking again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // The session ended meanwhile: asking who is signed in leads to the sign-in page and back.
      if (error instanceof ApiError && error.status === 401 && query.queryKey[0] !== 'session') void queryClient.invalidateQueries({ queryKey: ['session'] })
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (attempts, error) => attempts < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
})
