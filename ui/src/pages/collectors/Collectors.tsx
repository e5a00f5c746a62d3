import { Loader, Stack } from '@mantine/core'
import { IconDatabaseImport, IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api, body } from '@/api/client'
import { collectorsQuery } from '@/api/detections'
import { useMay } from '@/api/permissions'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { LinkButton } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { Tiles } from '@/look/Tiles'
import { CollectorCard } from './CollectorCard'


/** What brings events, how far behind it is, and what is wrong with it. */
export function Collectors() {
  return <Only may="access_graph.read"><All /></Only>
}

function All() {
  const may = useMay()
  const { data, error, isPending, refetch } = useQuery(collectorsQuery)
  const stats = useQuery({ queryKey: ['activity', 'stats'], queryFn: () => body(api.GET('/api/v1/activity/stats')) })
  return (
    <Page title="Collectors" lead="What brings the events of each source." actions={may('plugin.update') && <LinkButton to="/collectors/import" variant="default" leftSection={<IconUpload size={16} />}>Import files</LinkButton>}>
      {stats.data && (
        <Tiles label="What is kept" tiles={[
          { label: 'events kept', number: stats.data.events }, { label: 'bytes an event, raw text and indexes included', number: Math.round(stats.data.bytes_per_event) },
          { label: 'types that no table knows', number: stats.data.unknown_types.length, tone: 'fair', help: stats.data.unknown_types.slice(0, 8).map((one) => one.event_type).join(', ') || 'None since the start' }, { label: 'texts that are no JSON', number: stats.data.malformed, tone: 'fair' },
        ]} />
      )}
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data?.collectors.length === 0 && <Panel><Empty icon={IconDatabaseImport} title="Nothing brings events">Connect an Okta organization, or import files.<div><LinkButton to="/integrations/enroll/okta" mt="md">Connect Okta</LinkButton></div></Empty></Panel>}
      <Stack gap="md">{data?.collectors.map((one) => <CollectorCard key={`${one.source} ${one.org}`} collector={one} />)}</Stack>
    </Page>
  )
}
