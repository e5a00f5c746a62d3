import { Badge, Group, Loader, Stack, Text } from '@mantine/core'
import { IconShieldBolt, IconStairsUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ColumnDef } from '@tanstack/react-table'
import { useMemo } from 'react'
import { rowsQuery } from '@/api/query'
import type { NodeRef } from '@/api/types'
import { waysOfRows } from '@/chart/rows'
import { counted } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { Gaps } from '@/look/Gaps'
import { LinkButton, LinkText } from '@/look/links'
import { NodeName } from '@/look/NodeName'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { SqlActions } from '@/look/SqlActions'
import { Tiles } from '@/look/Tiles'
import { holders, over, type Holder } from './holders'

const SQL = "SELECT * FROM access_path WHERE action_type = 'admin_role' AND identity_kind = 'identity'"

const COLUMNS: ColumnDef<Holder, unknown>[] = [
  { id: 'identity', header: 'Administrator', accessorFn: (holder) => holder.identity.name, cell: ({ row }) => <NodeName node={row.original.identity as NodeRef} link /> },
  {
    id: 'roles', header: 'Role, over what, and why', accessorFn: (holder) => holder.reasons.map((reason) => reason.role).join(),
    cell: ({ row }) => <Reasons holder={row.original} />,
  },
]

/** Every role of an administrator: over what, and through whom. */
function Reasons({ holder, wrap = 'nowrap' }: { holder: Holder; wrap?: 'wrap' | 'nowrap' }) {
  return (
    <Stack gap={wrap === 'wrap' ? 6 : 2} py={6}>
      {holder.reasons.map((reason) => (
        <Group key={`${reason.role} ${reason.groups.map((group) => group.id).join()}`} gap={wrap === 'wrap' ? '2px 8px' : 8} wrap={wrap}>
          <Badge color={/^super/i.test(reason.role) ? 'red' : 'brass'}>{reason.role}</Badge>
          <Text size="sm" span>over {over(reason)}</Text>
          <Text size="sm" span c="dimmed">
            {reason.groups.length === 0 ? 'given directly' : (
              <>through {reason.groups.map((group) => <LinkText key={group.id} to="." search={(now: object) => ({ ...now, panel: group.id, tab: undefined }) as never} size="sm">{group.name}</LinkText>)}</>
            )}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}

/** Who is administrator, by what role, over what, and why. API tokens act for their owners and have a page of their own. */
export function Admins() {
  const { data, error, isPending, refetch } = useQuery(rowsQuery(SQL, 20_000))
  const all = useMemo(() => (data ? holders(waysOfRows(data as Parameters<typeof waysOfRows>[0])) : []), [data])
  const search = useSearch({ from: '/shell/dashboards/admins' })
  const navigate = useNavigate({ from: '/dashboards/admins' })
  const tests = {
    super: (holder: Holder) => holder.isSuper,
    group: (holder: Holder) => holder.reasons.some((reason) => reason.groups.length > 0),
    app: (holder: Holder) => holder.identity.sub_kind === 'service_app',
  }
  const only = search.only !== undefined && search.only in tests ? (search.only as keyof typeof tests) : undefined
  const rows = only ? all.filter(tests[only]) : all
  const tile = (key: keyof typeof tests) => ({ number: data ? all.filter(tests[key]).length : undefined, pressed: only === key, onPress: () => void navigate({ search: (now) => ({ ...now, only: only === key ? undefined : key }), replace: true, resetScroll: false }) })
  return (
    <Page
      wide title="Administrators" lead="Everybody and everything with an administrator role in Okta, each with the reason."
      actions={
        <>
          <LinkButton to="/dashboards/escalation" size="xs" variant="default" leftSection={<IconStairsUp size={15} />}>Who could become super administrator</LinkButton>
          <SqlActions sql={SQL} name="administrators" />
        </>
      }
    >
      <Gaps classes={['user_roles', 'group_roles', 'client_roles', 'roles', 'resource_sets', 'memberships', 'users']} />
      <Tiles
        label="Show only"
        tiles={[
          { label: 'administrators', number: data ? all.length : undefined },
          { label: 'super administrators', tone: 'bad', help: 'They can do everything. Okta advises few, each with a strong factor.', ...tile('super') },
          { label: 'through a group', tone: 'fair', help: 'Whoever may change the members of the group decides who is administrator.', ...tile('group') },
          { label: 'service apps', tone: 'fair', help: 'Who holds the key or secret of the app holds the role.', ...tile('app') },
        ]}
      />
      {error && <Failure error={error} retry={() => refetch()} />}
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {data && all.length === 0 && <Panel><Empty icon={IconShieldBolt} title="No administrator was read">Either none exists, or the credential may not read roles: “What was read” says which.</Empty></Panel>}
      {rows.length > 0 && (
        <Panel flush title={counted(rows.length, 'administrator')}>
          <DataTable
            label="Administrators" columns={COLUMNS} rows={rows} rowKey={(holder) => holder.identity.id} rowHeight={52} height="max(420px, calc(100dvh - 330px))"
            card={(holder) => <><NodeName node={holder.identity as NodeRef} link /><Reasons holder={holder} wrap="wrap" /></>} cardHeight={84}
            onRow={(holder) => void navigate({ to: '.', search: (now: object) => ({ ...now, panel: holder.identity.id, tab: undefined }) as never })}
          />
        </Panel>
      )}
    </Page>
  )
}
