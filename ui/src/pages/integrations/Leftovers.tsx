import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '@/api/client'
import { counted, onDay } from '@/format/format'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'

const clean = (dry_run: boolean) => body(api.POST('/api/v1/integrations/okta/cleanup', { body: { dry_run } }))

/** What disconnected organizations left behind; removed only after a second word. Shown when nothing is connected. */
export function Leftovers() {
  const [sure, setSure] = useState(false)
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey: ['leftovers'], queryFn: () => clean(true), retry: false })
  const remove = useMutation({ mutationFn: () => clean(false), onSuccess: () => queries.invalidateQueries() })
  if (!data || (data.organizations.length === 0 && data.keys.length === 0)) return null
  return (
    <Panel title="Left behind by what was disconnected" mt="md">
      {data.organizations.map((one) => (
        <Text key={one.org_url} size="sm">{one.org_url}: {counted(one.snapshots, 'snapshot')}{one.oldest && one.newest && `, ${onDay(one.oldest)} to ${onDay(one.newest)}`}</Text>
      ))}
      {data.keys.length > 0 && <Text size="sm">{counted(data.keys.length, 'key')} made here that nothing signs with</Text>}
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
