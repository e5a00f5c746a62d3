import { Button, Code, Group, Loader, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconCompass, IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schemas } from '@/api/client'
import { locksQuery, personQuery } from '@/api/people'
import { useMay } from '@/api/permissions'
import { humane } from '@/format/format'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { LinkButton, LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { LockTable } from '@/pages/locks/LockTable'
import { NewLock } from '@/pages/locks/NewLock'
import { PersonDanger } from './PersonDanger'
import { PersonRoles } from './PersonRoles'
import { PersonSessions } from './PersonSessions'
import { OriginBadge, StateBadge } from './words'

type Person = Schemas['PersonView']

/** One person: who it is, what the person may do and why, where the person is signed in, and what can be done about it. */
export function PersonPage() {
  return <Only may="user.read"><One /></Only>
}

function One() {
  const { id } = useParams({ from: '/shell/users/$id' })
  const { data, error, isPending, refetch } = useQuery(personQuery(id))
  return (
    <>
      {isPending && <Loader size="sm" m="lg" role="status" aria-label="Reading" />}
      {error && <Page title="Person" lead={<LinkText to="/users">All users</LinkText>}><Failure error={error} retry={() => refetch()} /></Page>}
      {data && <Known key={data.id} person={data} />}
    </>
  )
}

function Known({ person }: { person: Person }) {
  const may = useMay()
  const [locking, setLocking] = useState(false)
  return (
    <Page
      title={person.display_name || person.name}
      lead={<Group gap={8}><LinkText to="/users" size="sm">Users</LinkText> <span>{person.name}</span> <StateBadge state={person.state} /> <OriginBadge origin={person.origin} /></Group>}
      actions={(
        <>
          {person.node && may('access_graph.read') && <LinkButton to="/explore" search={{ identity: [person.node], panel: person.node }} variant="default" leftSection={<IconCompass size={16} />}>In the access graph</LinkButton>}
          {may('lock.create') && <Button variant="default" leftSection={<IconLock size={16} />} onClick={() => setLocking(true)}>Lock…</Button>}
        </>
      )}
    >
      <Stack gap="md">
        <Locks name={person.name} />
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <Facts person={person} />
          <PersonRoles person={person} />
        </SimpleGrid>
        {may('web_session.list') && <PersonSessions person={person} />}
        <Traits person={person} />
        <PersonDanger person={person} />
      </Stack>
      <NewLock open={locking} onClose={() => setLocking(false)} fixed={{ kind: 'user', target: person.name }} />
    </Page>
  )
}

function Facts({ person }: { person: Person }) {
  const navigate = useNavigate()
  return (
    <Panel title="Facts">
      <FactList
        facts={{
          'Name': person.name,
          'E-mail': person.email,
          'Organization': person.org_url,
          'Okta id': person.okta_id && <Code>{person.okta_id}</Code>,
          'In the graph': person.node && <Button variant="subtle" size="compact-xs" px={0} onClick={() => void navigate({ to: '.', search: (now: object) => ({ ...now, panel: person.node ?? undefined }) as never })}>Show details</Button>,
          'Last sign-in': <><When at={person.last_sign_in_at} never="never" />{person.connector && ` through ${person.connector}`}</>,
          'Password': person.has_password ? 'kept here' : 'none here',
          'Second factor': person.has_password && (person.has_second_factor ? 'set up' : <Text span size="sm" c="red">missing</Text>),
          'Since': <When at={person.created_at} />,
          'Changed': <When at={person.updated_at} />,
          'Inactive': person.inactive_since && <When at={person.inactive_since} />,
          'Record goes': person.purge_at && <When at={person.purge_at} />,
          ...Object.fromEntries(Object.entries(person.labels).map(([key, value]) => [key, <Code key={key}>{value}</Code>])),
        }}
      />
    </Panel>
  )
}

function Locks({ name }: { name: string }) {
  const may = useMay()
  const { data } = useQuery({ ...locksQuery, enabled: may('lock.list') })
  const own = data?.locks.filter((lock) => lock.kind === 'user' && lock.target.toLowerCase() === name.toLowerCase()) ?? []
  if (own.length === 0) return null
  return <Panel title="Locks in force" flush><LockTable locks={own} withoutTarget /></Panel>
}

function Traits({ person }: { person: Person }) {
  const traits = Object.entries(person.traits)
  if (traits.length === 0) return null
  return (
    <Panel title="Traits" actions={<Text size="xs" c="dimmed">what the organization says of the person</Text>}>
      <FactList facts={Object.fromEntries(traits.map(([key, values]) => [key.includes('/') ? key : humane(key), values.join(', ')]))} />
    </Panel>
  )
}
