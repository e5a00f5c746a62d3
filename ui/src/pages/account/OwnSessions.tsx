import { Loader } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ownSessionsQuery } from '@/api/account'
import { api, body, type Schemas } from '@/api/client'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { SessionTable } from '@/look/SessionTable'
import { Sure } from '@/look/Sure'

/** Where one is signed in; a session that is not one's own can be ended. */
export function OwnSessions() {
  const { data, error, isPending, refetch } = useQuery(ownSessionsQuery)
  return (
    <Panel title="Your sessions" flush>
      {isPending && <Loader size="sm" m="md" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && <SessionTable sessions={data.sessions} action={(session) => <End session={session} />} />}
    </Panel>
  )
}

function End({ session }: { session: Schemas['SessionEntry'] }) {
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/account/sessions/{id}', { params: { path: { id: session.id } } })),
    onSuccess: (left) => (session.is_current ? queries.invalidateQueries({ queryKey: ['session'] }) : queries.setQueryData(ownSessionsQuery.queryKey, left)),
  })
  return <Sure really={session.is_current ? 'End and sign out' : 'End now'} label={`End the session from ${session.address}`} busy={end.isPending} failed={end.error} onSure={() => end.mutate()}>End</Sure>
}
