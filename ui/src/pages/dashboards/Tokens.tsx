import { Badge, Group, Loader } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ColumnDef } from '@tanstack/react-table'
import { useMemo } from 'react'
import { rowsQuery } from '@/api/query'
import { counted } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { Gaps } from '@/look/Gaps'
import { LinkText } from '@/look/links'
import { KindIcon, StatusBadge } from '@/look/NodeName'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { SqlActions } from '@/look/SqlActions'
import { Tiles } from '@/look/Tiles'
import { useNow } from '@/look/useNow'
import { When } from '@/look/When'
import { objects } from '@/api/rows'
import { CONCERNS, tokensOf, type Concern, type OktaToken } from './tokens'

const TOKENS = 'SELECT * FROM okta_api_tokens ORDER BY created'
const ROLES = "SELECT DISTINCT identity_id, action FROM access_path WHERE action_type = 'admin_role' AND identity_sub_kind = 'okta_user'"
const JOINED =
  'SELECT t.name, t.owner_login, t.owner_status, t.created, t.last_updated, t.network_connection, r.role_label\nFROM okta_api_tokens t\nLEFT JOIN okta_role_assignments r ON r.assignee_id = t.owner_id\nORDER BY t.last_updated'

const panel = (id: string) => (now: object) => ({ ...now, panel: id, tab: undefined }) as never

const COLUMNS: ColumnDef<OktaToken, unknown>[] = [
  { id: 'name', header: 'Token', accessorFn: (token) => token.name, cell: ({ row }) => <Group gap={9} wrap="nowrap"><KindIcon subKind="api_token" kind="credential" /> {row.original.name}</Group> },
  {
    id: 'owner', header: 'Owner', accessorFn: (token) => token.owner,
    cell: ({ row: { original: token } }) => (
      <Group gap={8} wrap="nowrap">
        {token.ownerId ? <LinkText to="." search={panel(token.ownerId)} size="sm">{token.owner}</LinkText> : <span className="quiet">unknown</span>}
        <StatusBadge status={token.ownerStatus} quiet />
      </Group>
    ),
  },
  {
    id: 'roles', header: 'Can do what its owner can', accessorFn: (token) => token.roles.join(),
    cell: ({ row }) => row.original.roles.length === 0 ? <span className="quiet">no administrator role</span> : (
      <Group gap={6} wrap="nowrap">{row.original.roles.map((role) => <Badge key={role} color={/^super/i.test(role) ? 'red' : 'brass'}>{role}</Badge>)}</Group>
    ),
  },
  { id: 'created', header: 'Created', accessorFn: (token) => token.created, cell: ({ row }) => <When at={row.original.created} never="unknown" /> },
  { id: 'used', header: 'Last used', accessorFn: (token) => token.lastUsed, cell: ({ row }) => <When at={row.original.lastUsed} never="unknown" /> },
  { id: 'expires', header: 'Ends unused', accessorFn: (token) => token.expires, cell: ({ row }) => <When at={row.original.expires} /> },
  { id: 'network', header: 'Network', accessorFn: (token) => token.anywhere, cell: ({ row }) => row.original.anywhere ? <Badge color="brass">anywhere</Badge> : <Badge color="green">zones only</Badge> },
]

/** Okta's API tokens by age, owner and last use. */
export function Tokens() {
  const tokens = useQuery(rowsQuery(TOKENS, 10_000))
  const roles = useQuery(rowsQuery(ROLES, 50_000))
  const now = useNow()
  const navigate = useNavigate({ from: '/dashboards/tokens' })
  const search = useSearch({ from: '/shell/dashboards/tokens' })
  const only = search.only !== undefined && search.only in CONCERNS ? (search.only as Concern) : undefined
  const all = useMemo(() => (tokens.data ? tokensOf(objects(tokens.data), roles.data ? objects(roles.data) : []) : []), [tokens.data, roles.data])
  const rows = only ? all.filter((token) => CONCERNS[only](token, now)) : all
  const tile = (key: Concern) => ({ number: tokens.data ? all.filter((token) => CONCERNS[key](token, now)).length : undefined, pressed: only === key, onPress: () => void navigate({ search: (before) => ({ ...before, only: only === key ? undefined : key }), replace: true, resetScroll: false }) })
  return (
    <Page
      wide title="API tokens" lead="A token can do what its owner can, until its owner cannot."
      actions={<SqlActions sql={JOINED} name="api-tokens" />}
    >
      <Gaps classes={['api_tokens', 'user_roles', 'group_roles']} />
      <Tiles
        label="Show only"
        tiles={[
          { label: 'API tokens', number: tokens.data ? all.length : undefined },
          { label: 'of super administrators', tone: 'bad', help: 'Who steals one of these owns the organization. Replace it by a service app with few scopes.', ...tile('super') },
          { label: 'not used for 30 days', tone: 'fair', help: 'Okta ends a token that is not used for 30 days; until then it works.', ...tile('unused') },
          { label: 'older than a year', tone: 'fair', help: 'Nobody remembers where copies lie. Rotate them.', ...tile('old') },
          { label: 'owner not active', tone: 'fair', help: 'It works again as soon as its owner does.', ...tile('orphan') },
          { label: 'usable from anywhere', tone: 'fair', help: 'Limit a token to a network zone under Security, API, Tokens.', ...tile('anywhere') },
        ]}
      />
      {tokens.error && <Failure error={tokens.error} retry={() => tokens.refetch()} />}
      {tokens.isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {tokens.data && all.length === 0 && <Panel><Empty icon={IconKey} title="No API token was read">Either none exists, or the credential may not read them: “What was read” says which.</Empty></Panel>}
      {rows.length > 0 && (
        <Panel flush title={counted(rows.length, 'token')}>
          <DataTable label="API tokens" columns={COLUMNS} rows={rows} rowKey={(token) => token.id} rowHeight={46} height="calc(100dvh - 330px)" onRow={(token) => void navigate({ to: '.', search: panel(token.id) })} />
        </Panel>
      )}
    </Page>
  )
}
