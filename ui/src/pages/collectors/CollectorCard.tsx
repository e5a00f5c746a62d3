import { Alert, Badge, Button, Group, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from '@/api/client'
import { useMay } from '@/api/permissions'
import { atTime, count, elapsed } from '@/format/format'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { Words } from '@/look/Words'

type Collector = Schemas['CollectorView']

const STATES: Record<string, { label: string; color: string }> = {
  following: { label: 'Following', color: 'green' }, history: { label: 'Reading history', color: 'tide' }, waiting: { label: 'Waiting', color: 'gray' }, failing: { label: 'Failing', color: 'red' }, by_import: { label: 'By import', color: 'gray' },
}
const NAMES: Record<string, string> = { okta: 'Okta System Log', aws: 'AWS CloudTrail', github: 'GitHub audit log', teleport: 'Teleport audit log', self: 'Audit log of this server' }

/** One collector: how it stands, how far behind it is, what is missing. */
export function CollectorCard({ collector }: { collector: Collector }) {
  const may = useMay()
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: () => body(api.POST('/api/v1/collectors/{source}/run', { params: { path: { source: collector.source } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['collectors'] }),
  })
  const look = STATES[collector.state]
  return (
    <Panel
      title={<Group gap={10}>{NAMES[collector.source] ?? collector.source} <Badge color={look?.color ?? 'gray'}>{look?.label ?? collector.state}</Badge></Group>}
      actions={may('plugin.update') && (collector.source === 'okta' || collector.source === 'self') && <Button size="xs" variant="default" leftSection={<IconRefresh size={15} />} loading={run.isPending} onClick={() => run.mutate()}>Read now</Button>}
    >
      {collector.error && <Alert color="red" mb="sm" p="xs" px="sm"><Text size="sm" fw={540}><Words>{collector.error}</Words></Text>{collector.advice && <Text size="sm"><Words>{collector.advice}</Words></Text>}</Alert>}
      {run.error && <Failure error={run.error} />}
      {run.data && <Text size="sm" c="dimmed" role="status"><Words>{run.data.message}</Words></Text>}
      <FactList
        facts={{
          Organization: collector.org, 'Behind by': collector.lag_s !== null && collector.lag_s !== undefined && (collector.lag_s === 0 ? 'less than a second' : elapsed(collector.lag_s * 1_000_000)), 'Last read to the end': <When at={collector.last_success} never="not yet" />, 'Last failure': collector.last_failure && <When at={collector.last_failure} />,
          'Events since the start': count(collector.events), 'History is read back to': collector.history_until && atTime(collector.history_until),
          'May be missing': collector.gaps.length > 0 && collector.gaps.map((gap) => <div key={gap.from}>{atTime(gap.from)} to {atTime(gap.until)}: {gap.why}</div>),
        }}
      />
    </Panel>
  )
}
