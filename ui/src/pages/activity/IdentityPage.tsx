import { Badge, Button, Group, Loader, SimpleGrid, Stack, Table, Text, TextInput } from '@mantine/core'
import { IconCompass, IconListSearch, IconUserSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { identityQuery, type IdentityActivity } from '@/api/activity'
import { counted } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { LinkButton, LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { AlertTable } from '@/pages/alerts/AlertTable'
import { AccessBesideUse } from './AccessBesideUse'
import { Accounts } from './Accounts'
import { ChangesOf } from './ChangesOf'
import { condition } from './question'
import { Facets } from './Facets'
import { Places } from './Places'
import { TimeLine } from './TimeLine'
import classes from './activity.module.css'

/** What one person or workload did, over all sources. */
export function IdentityPage() {
  return <Only may="activity.read"><One /></Only>
}

function One() {
  const { name = '', from } = useSearch({ from: '/shell/activity/identity' })
  const navigate = useNavigate({ from: '/activity/identity' })
  const { data, error, isLoading, refetch } = useQuery(identityQuery(name, from))
  const [text, setText] = useState(name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void navigate({ search: (now) => ({ ...now, name: text.trim() || undefined }) })
  }
  return (
    <Page
      wide title={data ? (data.kind === 'person' ? data.person : data.name) : 'One identity'} lead={data ? `${counted(data.events, 'event')} in the last 90 days, over all sources` : 'A person or workload, over all sources.'}
      actions={data && (
        <>
          <LinkButton to="/activity" search={{ q: data.q, from: '90d' }} variant="default" size="xs" leftSection={<IconListSearch size={15} />}>Investigate</LinkButton>
          {data.node && <LinkButton to="/explore" search={{ identity: [data.node], panel: data.node }} variant="default" size="xs" leftSection={<IconCompass size={15} />}>Access</LinkButton>}
        </>
      )}
    >
      <form onSubmit={submit}>
        <Group mb="md"><TextInput w={360} aria-label="Login, account or id" placeholder="Login, account, token or session" leftSection={<IconUserSearch size={16} />} value={text} onChange={(event) => setText(event.currentTarget.value)} /><Button type="submit" variant="default">Show</Button></Group>
      </form>
      {isLoading && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {!name && <Panel><Empty icon={IconUserSearch} title="Whom do you want to follow?">A login, an account of any source, a workload, or the id of a token or a session.</Empty></Panel>}
      {data && <Known activity={data} />}
    </Page>
  )
}

/** Whose a token or a session is. */
function Behind({ activity: { kind, people } }: { activity: IdentityActivity }) {
  return (
    <Panel title={kind === 'session' ? 'A session, used by' : 'A credential, used by'}>
      <Group gap="lg">
        {people.map(({ person, events }) => <Text key={person} size="sm"><LinkText to="/activity/identity" search={{ name: person }} size="sm">{person}</LinkText> <span className="quiet">{counted(events, 'event')}</span></Text>)}
        {people.length > 1 && <Badge color="red">more than one person</Badge>}
      </Group>
    </Panel>
  )
}

function Known({ activity }: { activity: IdentityActivity }) {
  const navigate = useNavigate()
  if (activity.events === 0 && activity.accounts.length === 0) return <Panel><Empty icon={IconUserSearch} title={`Nothing is known of ${activity.name}`}>Look at the spelling, or choose from a search in Investigate.</Empty></Panel>
  const pivot = (column: string, value: string, isNot: boolean) => void navigate({ to: '/activity', search: { q: `${activity.q} ${condition(column, value, isNot)}`, from: '90d' } })
  return (
    <Stack gap="md">
      {activity.kind !== 'person' && <Behind activity={activity} />}
      <Panel flush><TimeLine line={activity.timeline} label={`Events of ${activity.kind === 'person' ? activity.person : activity.name}`} onZoom={(from, until) => void navigate({ to: '/activity', search: { q: activity.q, from, until } })} /></Panel>
      {activity.alerts.length > 0 && <Panel title={counted(activity.alerts.length, 'alert')} flush><AlertTable alerts={activity.alerts} /></Panel>}
      {activity.node && <AccessBesideUse key={activity.node} node={activity.node} q={activity.q} first={activity.first} />}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" className={classes.pairs}>
        {activity.node && <ChangesOf key={activity.node} node={activity.node} />}
        <Accounts activity={activity} />
        <Panel title="Places" flush>{activity.places.length === 0 ? <Text size="sm" c="dimmed" p="md">No event tells a place.</Text> : <Places places={activity.places} onChoose={(place) => pivot(place.city ? 'city' : 'country', place.city ?? place.country, false)} />}</Panel>
        <Panel title="Sessions" flush>
          {activity.sessions.length === 0 ? <Text size="sm" c="dimmed" p="md">No event names a session.</Text> : (
            <Table.ScrollContainer minWidth={520} mah={420}>
              <Table verticalSpacing={6}>
                <Table.Thead><Table.Tr><Table.Th>Last</Table.Th><Table.Th>Source</Table.Th><Table.Th>From</Table.Th><Table.Th>Browser</Table.Th><Table.Th ta="right">Events</Table.Th></Table.Tr></Table.Thead>
                <Table.Tbody>
                  {activity.sessions.map((one) => (
                    <Table.Tr key={`${one.source} ${one.session}`}>
                      <Table.Td><LinkText to="/activity" search={{ q: condition('session_id', one.session), from: '90d' }} size="sm"><When at={one.last} /></LinkText></Table.Td>
                      <Table.Td>{one.source}</Table.Td><Table.Td className="mono">{one.ips.join(', ')}{one.countries.length > 1 && <Badge ml={6} size="sm" color="red">{one.countries.join(', ')}</Badge>}</Table.Td><Table.Td>{one.agents.join(', ')}</Table.Td><Table.Td ta="right" className="num">{one.events}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Panel>
        <Panel title="Devices and browsers" flush>
          {activity.devices.length === 0 ? <Text size="sm" c="dimmed" p="md">No event names a device.</Text> : (
            <Table verticalSpacing={6}>
              <Table.Tbody>{activity.devices.map((one) => <Table.Tr key={`${one.device ?? ''} ${one.agent ?? ''}`}><Table.Td style={{ overflowWrap: 'anywhere' }}>{one.agent ?? 'unknown'} <span className="mono quiet">{one.device}</span></Table.Td><Table.Td style={{ whiteSpace: 'nowrap' }}><When at={one.last} /></Table.Td><Table.Td ta="right" className="num">{one.events}</Table.Td></Table.Tr>)}</Table.Tbody>
            </Table>
          )}
        </Panel>
      </SimpleGrid>
      <Panel title="What the events say" flush><SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing={0}><Facets facets={activity.facets} q="" onToggle={pivot} /></SimpleGrid></Panel>
    </Stack>
  )
}
