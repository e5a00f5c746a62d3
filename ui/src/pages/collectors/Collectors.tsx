import { Alert, Badge, Button, Group, Loader, Stack, Text } from '@mantine/core'
import { IconDatabaseImport, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from '@/api/client'
import { collectorsQuery } from '@/api/detections'
import { useMay } from '@/api/permissions'
import { atTime, count, elapsed } from '@/format/format'
import { Empty } from '@/look/Empty'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { LinkButton } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { Tiles } from '@/look/Tiles'
import { When } from '@/look/When'
import { Words } from '@/look/Words'

type Collector = Schemas['CollectorView']

const STATES: Record<string, { label: string; color: string }> = {
  following: { label: 'Following', color: 'green' }, history: { label: 'Reading history', color: 'tide' }, waiting: { label: 'Waiting', color: 'gray' }, failing: { label: 'Failing', color: 'red' }, by_import: { label: 'By import', color: 'gray' },
}
const NAMES: Record<string, string> = { okta: 'Okta System Log', aws: 'AWS CloudTrail', github: 'GitHub audit log', teleport: 'Teleport audit log', self: 'Audit log of this server' }

/** What brings events, how far behind it is, and what is wrong with it. */
export function Collectors() {
  return <Only may="access_graph.read"><All /></Only>
}

function All() {
  const { data, error, isPending, refetch } = useQuery(collectorsQuery)
  const stats = useQuery({ queryKey: ['activity', 'stats'], queryFn: () => body(api.GET('/api/v1/activity/stats')) })
  return (
    <Page title="Collectors" lead="What brings the events of each source.">
      {stats.data && (
        <Tiles label="What is kept" tiles={[
          { label: 'events kept', number: stats.data.events }, { label: 'bytes an event, raw text and indexes included', number: Math.round(stats.data.bytes_per_event) },
          { label: 'types that no table knows', number: stats.data.unknown_types.length, tone: 'fair', help: stats.data.unknown_types.slice(0, 8).map((one) => one.event_type).join(', ') || 'None since the start' }, { label: 'texts that are no JSON', number: stats.data.malformed, tone: 'fair' },
        ]} />
      )}
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data?.collectors.length === 0 && <Panel><Empty icon={IconDatabaseImport} title="Nothing brings events">Connect an Okta organization, or import files with <code>portolan activity import</code>.<div><LinkButton to="/integrations/okta/new" mt="md">Connect Okta</LinkButton></div></Empty></Panel>}
      <Stack gap="md">{data?.collectors.map((one) => <Card key={`${one.source} ${one.org}`} collector={one} />)}</Stack>
    </Page>
  )
}

function Card({ collector }: { collector: Collector }) {
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
          Organization: collector.org, 'Behind by': collector.lag_s !== null && collector.lag_s !== undefined && elapsed(collector.lag_s * 1_000_000), 'Last read to the end': <When at={collector.last_success} never="not yet" />, 'Last failure': collector.last_failure && <When at={collector.last_failure} />,
          'Events since the start': count(collector.events), 'History is read back to': collector.history_until && atTime(collector.history_until),
          'May be missing': collector.gaps.length > 0 && collector.gaps.map((gap) => <div key={gap.from}>{atTime(gap.from)} to {atTime(gap.until)}: {gap.why}</div>),
        }}
      />
    </Panel>
  )
}
