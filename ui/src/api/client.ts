import createClient, { type Middleware } from 'openapi-fetch'
import { connectionSeen } from './connection'
import type { components, paths } from './generated'

export type Schemas = components['schemas']

/** A refusal or failure, as the API words it: what happened, what to do, and where in the text. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly hint?: string
  readonly position?: { line: number; column: number }
  readonly field?: string

  constructor(status: number, detail: Partial<Schemas['ErrorDetail']>) {
    super(detail.message ?? `the server answered ${status}`)
    this.status = status
    this.code = detail.code ?? 'unknown'
    this.hint = detail.hint
    this.position = detail.position
    this.field = detail.field
  }
}

let csrf: string | undefined

/** Remembers what every write must carry when the session is a cookie. */
export function rememberCsrf(token: string | null | undefined): void {
  csrf = token ?? undefined
}

/** What a write carries beside what the API's client sends by itself. */
export const writeHeaders = (): Record<string, string> => (csrf === undefined ? {} : { 'x-portolan-csrf': csrf })

const guard: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && csrf !== undefined) request.headers.set('x-portolan-csrf', csrf)
    return request
  },
  onResponse({ response }) {
    connectionSeen(response.headers.get('content-type')?.includes('json') ? 200 : response.status)
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error
    connectionSeen(undefined)
    return new ApiError(0, { code: 'unreachable', message: 'the server cannot be reached', hint: 'Check that Portolan is running and that you are connected to its network.' })
  },
}

export const api = createClient<paths>({ baseUrl: '/' })
api.use(guard)

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Every row that a query gives, as the server writes them to a CSV file; the page need not hold them. */
export async function csvOf(sql: string): Promise<Blob> {
  const headers = { accept: 'text/csv', 'content-type': 'application/json', ...writeHeaders() }
  const response = await fetch('/api/v1/query', { method: 'POST', headers, body: JSON.stringify({ sql }) })
  if (response.ok) return response.blob()
  throw new ApiError(response.status, errorDetail(await response.json().catch(() => undefined)))
}

/** The body of an answer, or the failure as an `ApiError`. */
export async function body<T>(answer: Promise<Answer<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await answer
  if (response.ok && data !== undefined && data !== null) return data
  if (response.ok) return undefined as unknown as NonNullable<T>
  throw new ApiError(response.status, errorDetail(error))
}

/** What went wrong, out of the body of a refusal. */
export function errorDetail(error: unknown): Partial<Schemas['ErrorDetail']> {
  if (typeof error === 'object' && error !== null && 'error' in error) {
    return (error as { error: Partial<Schemas['ErrorDetail']> }).error
  }
  return {}
}
