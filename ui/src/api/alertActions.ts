import { queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

/** Something that can be done to the person an alert is about, or why it cannot. */
export type AlertAction = Schemas['AlertAction']

const PATH = '/api/v1/alerts/{id}/actions'

/** What can be done to the person an alert is about. */
export const alertActionsQuery = (id: string) => queryOptions({ queryKey: ['alerts', 'actions', id], queryFn: () => body(api.GET(PATH, { params: { path: { id } } })), retry: false })

/** Does it. `confirm` is the name that the action asks for, `note` goes to the audit log. */
export const actOnAlert = (id: string, wanted: Schemas['AlertActionRequest']) => body(api.POST(PATH, { params: { path: { id } }, body: wanted }))
