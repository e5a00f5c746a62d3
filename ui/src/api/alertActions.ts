import { queryOptions } from '@tanstack/react-query'
import { api, ApiError, body } from './client'
import type { AlertView } from './detections'

/** Something that can be done to the person an alert is about, or why it cannot. */
export interface AlertAction {
  kind: 'lock' | 'clear_sessions' | 'suspend'
  /** In one sentence. */
  does: string
  available: boolean
  /** What must be sent along: the name of whom it is done to. */
  confirm: string
  why_not?: string | null
  hint?: string | null
}

interface AlertActionList {
  /** Whom the alert is about. */
  person: string
  actions: AlertAction[]
}

interface AlertActionDone {
  message: string
  alert: AlertView
}

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>
// The calls are younger than the document from which the types are made.
const young = api as unknown as { GET: <T>(path: string, given: object) => Answer<T>; POST: <T>(path: string, given: object) => Answer<T> }
const PATH = '/api/v1/alerts/{id}/actions'

/** What can be done to the person an alert is about; nothing on a server that knows no such call. */
export const alertActionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['alerts', 'actions', id],
    queryFn: async () => {
      try {
        return await body(young.GET<AlertActionList>(PATH, { params: { path: { id } } }))
      } catch (error) {
        if (error instanceof ApiError && (error.status === 404 || error.status === 405)) return null
        throw error
      }
    },
    retry: false,
  })

/** Does it. `confirm` is the name that the action asks for, `note` goes to the audit log. */
export const actOnAlert = (id: string, wanted: { kind: AlertAction['kind']; confirm: string; note: string }) => body(young.POST<AlertActionDone>(PATH, { params: { path: { id } }, body: wanted }))
