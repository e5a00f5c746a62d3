import { Loader, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from '@/api/client'
import { personSessionsQuery } from '@/api/people'
import { useMay } from '@/api/permissions'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { SessionTable } from '@/look/SessionTable'
import { Sure } from '@/look/Sure'

/** Where a person is signed in; all of it can be ended at once. */
export function PersonSessions({ person }: { person: Schemas['PersonView'] }) {
  const may = useMay()
  const query = personSessionsQuery(person.id)
  const { data, error, isPending, refetch } = useQuery(query)
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/users/{id}/sessions', { params: { path: { id: person.id } } })),
    onSuccess: (left) => queries.setQueryData(query.queryKey, left),
  })
  const sessions = data?.sessions ?? []
  return (
    <Panel
      title="Sessions" flush
      actions={sessions.length > 0 && may('web_session.delete') && <Sure really="End all now" size="compact-sm" busy={end.isPending} failed={end.error} onSure={() => end.mutate()}>End all…</Sure>}
    >
      {isPending && <Loader size="sm" m="md" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && sessions.length === 0 && <Text size="sm" c="dimmed" p="md">Not signed in anywhere.</Text>}
      {sessions.length > 0 && <SessionTable sessions={sessions} />}
    </Panel>
  )
}
