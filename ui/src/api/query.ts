import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'

/** Rows of a query that a page asks by itself. */
export const rowsQuery = (sql: string, maxRows = 1000) =>
  queryOptions({
    queryKey: ['sql', sql, maxRows],
    queryFn: ({ signal }) => body(api.POST('/api/v1/query', { body: { sql, max_rows: maxRows }, signal })),
    placeholderData: (before) => before,
  })

export const schemaQuery = queryOptions({
  queryKey: ['schema'],
  queryFn: () => body(api.GET('/api/v1/query/schema')),
  staleTime: 10 * 60_000,
})

export const examplesQuery = queryOptions({
  queryKey: ['examples'],
  queryFn: () => body(api.GET('/api/v1/query/examples')),
  staleTime: 10 * 60_000,
})
