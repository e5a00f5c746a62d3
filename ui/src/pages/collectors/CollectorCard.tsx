import { Alert, Badge, Button, Group, Text } from '@mantine/core'
import { IconPlus, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from '@/api/client'
import { useMay } from '@/api/permissions'
import { atTime, count, counted, elapsed } from '@/format/format'
import { CopyLine } from '@/look/CopyLine'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { Words } from '@/look/Words'
import { SourceActions } from './SourceActions'
import type { SourceKind, SourceMade, SourceView } from './source'

type Collector = Schemas['CollectorView']

const STATES: Record<string, { label: string; color: string }> = {
  following: { label: 'Following', color: 'green' }, history: { label: 'Reading history', color: 'tide' }, waiting: { label: 'Waiting', color: 'gray' }, failing: { label: 'Failing', color: 'red' }, off: { label: 'Off', color: 'gray' }, by_import: { label: 'By import', color: 'gray' },
}
const NAMES: Record<string, string> = { okta: 'Okta System Log', aws: 'AWS CloudTrail', github: 'GitHub audit log', teleport: 'Teleport audit log', self: 'Audit log of this server' }

interface Props {
  collector: Collector
  /** What is set of it, for a source that somebody made. */
  source: SourceView | undefined
  onAdd?: (kind: SourceKind) => void
  onToken?: (made: SourceMade) => void
}

/** One collector: how it stands, how far behind it is, what is missing, and what can be done with it. */
export function CollectorCard({ collector, source, onAdd, onToken }: Props) {
  const may = useMay()
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: () => body(api.POST('/api/v1/collectors/{source}/run', { params: { path: { source: collector.name || collector.source } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['collectors'] }),
  })
  const look = STATES[collector.state]
  const name = NAMES[collector.source] ?? collector.source
  const isIdle = collector.state === 'by_import'
  const reads = !isIdle && collector.state !== 'off' && collector.source !== 'teleport'
  const actions = may('plugin.update') && (
    <Group gap={6} wrap="nowrap">
      {reads && <Button size="xs" variant="default" leftSection={<IconRefresh size={15} />} loading={run.isPending} onClick={() => run.mutate()} aria-label={`Read now: ${name}${collector.name ? ` ${collector.name}` : ''}`}>Read now</Button>}
      {isIdle && onAdd && <Button size="xs" variant="default" leftSection={<IconPlus size={15} />} onClick={() => onAdd(collector.source as SourceKind)} aria-label={`Connect ${name}`}>Connect</Button>}
      {source && onToken && <SourceActions source={source} onToken={onToken} />}
    </Group>
  )
  if (isIdle) return <Panel title={<Group gap={10}>{name} <Badge color="gray">Not connected</Badge></Group>} actions={actions}><Text size="sm" c="dimmed">Nothing is read by itself. Files can be imported.</Text></Panel>
  return (
    <Panel title={<Group gap={10}>{name} {collector.name && <Text span c="dimmed" fw={500}>{collector.name}</Text>}<Badge color={look?.color ?? 'gray'}>{look?.label ?? collector.state}</Badge></Group>} actions={actions}>
      {collector.error && <Alert color="red" mb="sm" p="xs" px="sm"><Text size="sm" fw={540}><Words>{collector.error}</Words></Text>{collector.advice && <Text size="sm"><Words>{collector.advice}</Words></Text>}</Alert>}
      {run.error && <Failure error={run.error} />}
      {run.data && <Text size="sm" c="dimmed" role="status" mb={6}><Words>{run.data.message}</Words></Text>}
      <FactList
        facts={{
          Organization: collector.org || undefined, 'Read at': source?.aws?.queue_url, 'Read with': source && source.kind !== 'teleport' && source.credential,
          'Behind by': collector.lag_s !== null && collector.lag_s !== undefined && (collector.lag_s === 0 ? 'less than a second' : elapsed(collector.lag_s * 1_000_000)), 'Last read to the end': collector.source !== 'teleport' && <When at={collector.last_success} never="not yet" />, 'Last sent': collector.source === 'teleport' && <When at={collector.last_success} never="nothing yet" />, 'Last failure': collector.last_failure && <When at={collector.last_failure} />,
          'Events since the start': `${count(collector.events)}${collector.repeated ? `, ${count(collector.repeated)} of them known already` : ''}${collector.malformed ? `, ${count(collector.malformed)} no JSON` : ''}`, 'History is read up to': collector.history_until && atTime(collector.history_until),
          'Cannot be read': (collector.troubles ?? []).length > 0 && collector.troubles?.map((trouble) => <div key={trouble.what}><code>{trouble.what}</code>: <Words>{trouble.why}</Words> Tried {counted(trouble.tries, 'time')}; it stays where it is.</div>),
          'May be missing': collector.gaps.length > 0 && collector.gaps.map((gap) => <div key={gap.from}>{atTime(gap.from)} to {atTime(gap.until)}: {gap.why}</div>),
        }}
      />
      {source?.intake_url && <CopyLine name="The event handler sends to" value={source.intake_url} />}
    </Panel>
  )
}
