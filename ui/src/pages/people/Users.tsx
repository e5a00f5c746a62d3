import { Button, Group, Loader, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { IconSearch, IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ColumnDef } from '@tanstack/react-table'
import { useCallback, useState } from 'react'
import type { Schemas } from '@/api/client'
import { connectorsQuery } from '@/api/connectors'
import { integrationsQuery } from '@/api/integrations'
import { peopleCountQuery, peopleQuery } from '@/api/people'
import { useMay } from '@/api/permissions'
import { rolesQuery } from '@/api/roles'
import { counted } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { RoleBadges } from '@/look/RoleBadges'
import { Tiles } from '@/look/Tiles'
import { When } from '@/look/When'
import { NewPerson } from './NewPerson'
import { OriginBadge, ORIGINS, StateBadge, STATES } from './words'

type Person = Schemas['PersonView']

/** Everybody who may sign in here or could once, from the server a page at a time. */
export function Users() {
  return <Only may="user.list"><People /></Only>
}

function People() {
  const search = useSearch({ from: '/shell/users' })
  const { q, origin, state, role, org, connector } = search
  const navigate = useNavigate({ from: '/users' })
  const may = useMay()
  const [making, { open, close }] = useDisclosure()
  const { data, error, isPending, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery(peopleQuery({ q, origin, state, role, org, connector }))
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const first = data?.pages[0]
  const people = data?.pages.flatMap((page) => page.people) ?? []
  const isFiltered = Boolean(q ?? origin ?? state ?? role ?? org ?? connector)
  return (
    <Page
      wide title="Users" lead={first ? `${counted(first.total, 'person', 'people')} ${isFiltered ? 'match' : 'can sign in here or could once'}` : 'Who can sign in here'}
      actions={may('user.create') && <Button leftSection={<IconUserPlus size={16} />} onClick={open}>New local administrator</Button>}
    >
      <StateTiles pressed={state} />
      <Filters isFetching={isFetching} />
      {error && <Failure error={error} retry={() => refetch()} />}
      {isPending && <Group p="lg"><Loader size="sm" /><Text size="sm" c="dimmed">Reading…</Text></Group>}
      {first && people.length === 0 && (
        <Panel>
          {isFiltered
            ? <Empty icon={IconSearch} title="Nobody matches">Clear a filter to see more.</Empty>
            : <Empty icon={IconUsers} title="Nobody yet">People come by signing in through a connector, by SCIM, or by user sync.</Empty>}
        </Panel>
      )}
      {people.length > 0 && (
        <Panel flush>
          <DataTable
            label="Users" columns={COLUMNS} rows={people} rowKey={(person) => person.id} rowHeight={50} height="max(340px, calc(100dvh - 350px))" total={first?.total} onEnd={onEnd}
            onRow={(person) => void navigate({ to: '/users/$id', params: { id: person.id } })}
          />
        </Panel>
      )}
      <NewPerson open={making} onClose={close} />
    </Page>
  )
}

function StateTiles({ pressed }: { pressed?: Person['state'] }) {
  const navigate = useNavigate({ from: '/users' })
  const counts = useQueries({ queries: [undefined, ...STATES.map((one) => one.value)].map((state) => peopleCountQuery({ state })) })
  const press = (state: Person['state'] | undefined) => void navigate({ search: (now) => ({ ...now, state }), replace: true })
  return (
    <Tiles
      label="By state"
      tiles={[
        { label: 'in all', number: counts[0]?.data, failed: counts[0]?.error?.message, help: 'Everybody, whatever the state', pressed: pressed === undefined, onPress: () => press(undefined) },
        ...STATES.map((one, at) => ({
          label: one.label.toLowerCase(), number: counts[at + 1]?.data, failed: counts[at + 1]?.error?.message, help: one.help, tone: one.value === 'locked' ? 'fair' as const : 'plain' as const,
          pressed: pressed === one.value, onPress: () => press(pressed === one.value ? undefined : one.value),
        })),
      ]}
    />
  )
}

function Filters({ isFetching }: { isFetching: boolean }) {
  const { q, origin, role, org, connector } = useSearch({ from: '/shell/users' })
  const navigate = useNavigate({ from: '/users' })
  const may = useMay()
  const roles = useQuery({ ...rolesQuery, enabled: may('role.list') })
  const ways = useQuery({ ...connectorsQuery, enabled: may('saml.list') })
  const orgs = useQuery(integrationsQuery)
  const [text, setText] = useState(q ?? '')
  const ask = useDebouncedCallback((wanted: string) => void navigate({ search: (now) => ({ ...now, q: wanted || undefined }), replace: true }), 200)
  return (
    <Group mb="sm" gap="sm">
      <TextInput
        leftSection={<IconSearch size={16} />} rightSection={isFetching ? <Loader size={14} /> : null} w={320} placeholder="Name or e-mail" aria-label="Filter by name or e-mail"
        value={text} onChange={(event) => { setText(event.currentTarget.value); ask(event.currentTarget.value) }}
      />
      <Select
        data={ORIGINS.map(({ value, label }) => ({ value, label }))} clearable placeholder="Any origin" aria-label="Origin" w={170} value={origin ?? null}
        onChange={(wanted) => void navigate({ search: (now) => ({ ...now, origin: (wanted ?? undefined) as Person['origin'] | undefined }), replace: true })}
      />
      {roles.data && (
        <Select
          data={roles.data.roles.map((one) => one.name)} clearable searchable placeholder="Any role" aria-label="Role" w={190} value={role ?? null}
          onChange={(wanted) => void navigate({ search: (now) => ({ ...now, role: wanted ?? undefined }), replace: true })}
        />
      )}
      {((ways.data && ways.data.connectors.length > 0) || connector) && (
        <Select
          data={[...new Set([...(ways.data?.connectors ?? []).map((one) => one.name), ...(connector ? [connector] : [])])]} clearable placeholder="Any connector" aria-label="Connector" w={170} value={connector ?? null}
          onChange={(wanted) => void navigate({ search: (now) => ({ ...now, connector: wanted ?? undefined }), replace: true })}
        />
      )}
      {((orgs.data && orgs.data.integrations.length > 0) || org) && (
        <Select
          data={[...new Set([...(orgs.data?.integrations ?? []).map((one) => one.org_url), ...(org ? [org] : [])])]} clearable placeholder="Any organization" aria-label="Organization" w={230} value={org ?? null}
          onChange={(wanted) => void navigate({ search: (now) => ({ ...now, org: wanted ?? undefined }), replace: true })}
        />
      )}
    </Group>
  )
}

const COLUMNS: ColumnDef<Person, unknown>[] = [
  {
    id: 'name', header: 'Name',
    cell: ({ row: { original: person } }) => (
      <div style={{ lineHeight: 1.25 }}>
        <Text size="sm" fw={540} truncate>{person.display_name || person.name}</Text>
        <Text size="xs" c="dimmed" truncate>{person.display_name ? person.name : person.email || ' '}</Text>
      </div>
    ),
  },
  { id: 'state', header: 'State', cell: ({ row }) => <StateBadge state={row.original.state} /> },
  { id: 'origin', header: 'From', cell: ({ row }) => <OriginBadge origin={row.original.origin} /> },
  { id: 'roles', header: 'Roles', cell: ({ row }) => <RoleBadges roles={[...new Set([...row.original.roles, ...row.original.mapped_roles])]} none="none" /> },
  { id: 'second', header: 'Second factor', cell: ({ row: { original: person } }) => !person.has_password ? <span className="quiet">{person.origin === 'local' ? '–' : 'at the provider'}</span> : person.has_second_factor ? 'set up' : <span style={{ color: 'var(--mantine-color-red-6)' }}>missing</span> },
  { id: 'last', header: 'Last sign-in', cell: ({ row }) => <When at={row.original.last_sign_in_at} never="never" /> },
  { id: 'created', header: 'Since', cell: ({ row }) => <When at={row.original.created_at} /> },
]
