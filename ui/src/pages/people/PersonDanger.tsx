import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api, body, type Schemas } from '@/api/client'
import { useMay } from '@/api/permissions'
import { sessionQuery } from '@/api/session'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { Sure } from '@/look/Sure'

/** What takes a person's access away: bar, take the second factor away, delete. */
export function PersonDanger({ person }: { person: Schemas['PersonView'] }) {
  const may = useMay()
  const session = useQuery(sessionQuery)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const path = { id: person.id }
  const change = useMutation({
    mutationFn: (wanted: Schemas['PersonChange']) => body(api.PATCH('/api/v1/users/{id}', { params: { path }, body: wanted })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }),
  })
  const remove = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/users/{id}', { params: { path } })),
    onSuccess: async () => {
      await navigate({ to: '/users' })
      await queries.invalidateQueries({ queryKey: ['people'] })
    },
  })
  if (!may('user.update') && !may('user.delete')) return null
  const isSelf = session.data?.principal?.name === person.name
  const isOkta = person.origin === 'okta'
  const isBarred = person.state === 'inactive' && !isOkta
  return (
    <Panel title="Take access away">
      <Stack gap="sm">
        {change.error && <Failure error={change.error} />}
        {remove.error && <Failure error={remove.error} />}
        {may('user.update') && !isOkta && (
          <Line text={isBarred ? 'The person is barred and cannot sign in.' : 'Bar the person: sessions end at once, and no sign-in is possible until it is allowed again. The record stays.'}>
            {isBarred
              ? <Button size="compact-sm" variant="default" loading={change.isPending} onClick={() => change.mutate({ disabled: false })}>Allow again</Button>
              : <Sure size="compact-sm" variant="light" really="Bar now" busy={change.isPending} onSure={() => change.mutate({ disabled: true })}>Bar…</Sure>}
          </Line>
        )}
        {may('user.update') && person.has_second_factor && (
          <Line text="Take the second factor away when its device is lost. The person signs in with the password alone until a new one is set up.">
            <Sure size="compact-sm" variant="light" really="Take it away" busy={change.isPending} onSure={() => change.mutate({ second_factor: false })}>Take away second factor…</Sure>
          </Line>
        )}
        {may('user.delete') && (
          <Line text={isOkta && !person.inactive_since ? 'Kept in step with Okta: deactivate or unassign the person there, or lock the person here.' : 'Delete the person with sessions and tokens. What the person did stays in the audit log.'}>
            <Sure size="compact-sm" variant="light" really={`Delete ${person.name}`} disabled={isSelf || (isOkta && !person.inactive_since)} busy={remove.isPending} onSure={() => remove.mutate()}>{isSelf ? 'This is you' : 'Delete…'}</Sure>
          </Line>
        )}
      </Stack>
    </Panel>
  )
}

function Line({ text, children }: { text: string; children: ReactNode }) {
  return <Group justify="space-between" gap="md"><Text size="sm" maw={680}>{text}</Text>{children}</Group>
}
