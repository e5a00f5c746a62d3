import { Button, Group, Select, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '@/api/client'
import { count, counted, elapsed } from '@/format/format'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { AlertTable } from '@/pages/alerts/AlertTable'

/** What the rule would have said about what is kept; nothing is raised. */
export function Replay({ id }: { id: string }) {
  const [from, setFrom] = useState('30d')
  const replay = useMutation({ mutationFn: () => body(api.POST('/api/v1/rules/{id}/replay', { params: { path: { id }, query: { from } } })) })
  const raised = replay.data ? replay.data.alerts.length + replay.data.alerts_left_off : 0
  return (
    <Panel title="Replay" flush actions={(
      <Group gap="xs" wrap="nowrap">
        <Select size="xs" w={120} aria-label="Time" allowDeselect={false} data={[{ value: '24h', label: '24 hours' }, { value: '7d', label: '7 days' }, { value: '30d', label: '30 days' }, { value: '90d', label: '90 days' }, { value: '365d', label: 'a year' }]} value={from} onChange={(value) => setFrom(value ?? '30d')} />
        <Button size="xs" leftSection={<IconPlayerPlay size={14} />} loading={replay.isPending} onClick={() => replay.mutate()}>Run over it</Button>
      </Group>
    )}>
      {!replay.data && !replay.error && <Text size="sm" c="dimmed" p="md">Runs the rule, as it is set now, over the events that are kept, and shows what it would have said. Nothing is raised, also when the rule is off.</Text>}
      {replay.error && <Failure error={replay.error} />}
      {replay.data && (
        <div role="status">
          <Text size="sm" p="md">{raised === 0 ? 'It would have said nothing' : `It would have raised ${counted(raised, 'alert')}`}: {counted(replay.data.events, 'event')} looked at, {count(replay.data.hits)} touched it, {elapsed(replay.data.elapsed_ms * 1000)}.</Text>
          {replay.data.alerts.length > 0 && <AlertTable alerts={replay.data.alerts.slice(0, 100)} />}
        </div>
      )}
    </Panel>
  )
}
