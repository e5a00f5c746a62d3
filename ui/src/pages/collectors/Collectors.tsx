import { Alert, Button, Loader, Stack } from '@mantine/core'
import { IconDatabaseImport, IconPlus, IconUpload } from '@tabler/icons-react'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
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
import { SourceForm } from './SourceForm'
import { TokenOnce } from './SourceActions'
import { fresh, type SourceKind, type SourceMade } from './source'

const sourcesQuery = queryOptions({ queryKey: ['sources'], queryFn: () => body(api.GET('/api/v1/activity/sources')) })

/** What brings events, how far behind it is, what is wrong with it; sources are made, changed and removed here. */
export function Collectors() {
  return <Only may="access_graph.read"><All /></Only>
}

function All() {
  const may = useMay()
  const isEditor = may('plugin.update')
  const [making, setMaking] = useState<SourceKind>()
  const [made, setMade] = useState<SourceMade>()
  const { data, error, isPending, refetch } = useQuery(collectorsQuery)
  const sources = useQuery({ ...sourcesQuery, enabled: isEditor })
  const stats = useQuery({ queryKey: ['activity', 'stats'], queryFn: () => body(api.GET('/api/v1/activity/stats')), enabled: may('activity.list') })
  const onMade = (done: SourceMade) => {
    setMaking(undefined)
    if (done.token) setMade(done)
  }
  const named = (name: string) => sources.data?.sources.find((one) => one.name === name)
  return (
    <Page
      title="Collectors" lead="What brings the events of each source."
      actions={isEditor && <><LinkButton to="/collectors/import" variant="default" leftSection={<IconUpload size={16} />}>Import files</LinkButton><Button leftSection={<IconPlus size={16} />} onClick={() => setMaking('aws')}>Add a source</Button></>}
    >
      {stats.data && (
        <Tiles label="What is kept" tiles={[
          { label: 'events kept', number: stats.data.events }, { label: 'bytes an event, raw text and indexes included', number: Math.round(stats.data.bytes_per_event) },
          { label: 'types that no table knows', number: stats.data.unknown_types.length, tone: 'fair', help: stats.data.unknown_types.slice(0, 8).map((one) => one.event_type).join(', ') || 'None since the start' }, { label: 'texts that are no JSON', number: stats.data.malformed, tone: 'fair' },
          { label: 'dated ahead of their time', number: stats.data.ahead, tone: 'fair', help: 'Kept; rules do not hear those more than a year ahead. Search for signal:time_in_future' },
        ]} />
      )}
      {stats.data?.retention_held && <Alert color="brass" title="Old events are held back" mb="md">{stats.data.retention_held}</Alert>}
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {sources.error && <Failure error={sources.error} retry={() => sources.refetch()} />}
      {data?.collectors.length === 0 && <Panel><Empty icon={IconDatabaseImport} title="Nothing brings events">Connect an Okta organization, add a source, or import files.<div><LinkButton to="/integrations/enroll/okta" mt="md">Connect Okta</LinkButton></div></Empty></Panel>}
      <Stack gap="md">{data?.collectors.map((one) => <CollectorCard key={`${one.source} ${one.org} ${one.name}`} collector={one} source={one.name ? named(one.name) : undefined} onAdd={isEditor ? setMaking : undefined} onToken={setMade} />)}</Stack>
      {making && <SourceForm title="Add a source" begin={fresh(making)} onSend={(wanted) => body(api.POST('/api/v1/activity/sources', { body: wanted }))} onClose={() => setMaking(undefined)} onMade={onMade} />}
      {made && <TokenOnce made={made} onClose={() => setMade(undefined)} />}
    </Page>
  )
}
