import { Button, Group, List, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '@/api/client'
import { count, counted, onDay } from '@/format/format'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { Words } from '@/look/Words'

const clean = (dry_run: boolean) => body(api.POST('/api/v1/integrations/okta/cleanup', { body: { dry_run } }))

/** What disconnected organizations left behind; removed only after a second word. Shown when nothing is connected. */
export function Leftovers() {
  const [sure, setSure] = useState(false)
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey: ['leftovers'], queryFn: () => clean(true), retry: false })
  const remove = useMutation({ mutationFn: () => clean(false), onSuccess: () => queries.invalidateQueries() })
  if (!data || (data.organizations.length === 0 && data.keys.length === 0 && data.parts.length === 0)) return null
  return (
    <Panel title="Left behind by what was disconnected" mt="md">
      <Text size="sm" fw={600}>Would be removed</Text>
      <List size="sm" spacing={4} mb="sm" aria-label="Would be removed">
        {data.parts.map((part) => <List.Item key={part.kind}>{count(part.count)} {part.label}<Names all={part.count} names={part.names} /></List.Item>)}
        {data.organizations.map((one) => (
          <List.Item key={one.org_url}>{counted(one.snapshots, 'snapshot')} of {one.org_url}{one.oldest && one.newest && `, ${onDay(one.oldest)} to ${onDay(one.newest)}`}</List.Item>
        ))}
        {data.keys.length > 0 && <List.Item>{counted(data.keys.length, 'key')} made here that nothing signs with</List.Item>}
      </List>
      <Text size="sm" fw={600}>Stays</Text>
      <List size="sm" spacing={4} aria-label="Stays">
        {data.stays.map((stay) => <Stays key={stay.what} stay={stay} />)}
      </List>
      <Text size="sm" c="dimmed" my={6}>Snapshots prove who could do what on a past date, and are shown again when their organization is connected again. Removed, they are gone for good.</Text>
      {remove.error && <Failure error={remove.error} />}
      <Group gap={8}>
        {sure ? (
          <>
            <Button size="xs" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>Remove all of this for good</Button>
            <Button size="xs" variant="default" onClick={() => setSure(false)}>Keep</Button>
          </>
        ) : <Button size="xs" variant="light" color="red" onClick={() => setSure(true)}>Remove…</Button>}
      </Group>
    </Panel>
  )
}

function Stays({ stay }: { stay: Schemas['CleanupStay'] }) {
  const number = stay.count ?? 0
  return (
    <List.Item>
      {number > 0 && `${count(number)} `}{stay.what}<Names all={number} names={stay.names} />
      <Text size="sm" c="dimmed"><Words>{stay.why}</Words></Text>
    </List.Item>
  )
}

function Names({ all, names }: { all: number; names: readonly string[] }) {
  if (names.length === 0) return null
  return <Text span size="xs" c="dimmed"> {names.join(', ')}{all > names.length && ', …'}</Text>
}
