import { Badge, Group, Loader, Text } from '@mantine/core'
import { IconArrowRight, IconShieldCheck, IconStairsUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ColumnDef } from '@tanstack/react-table'
import { useMemo } from 'react'
import { leadsToQuery, MOST_REACHED, organizationQuery } from '@/api/graph'
import { rowsQuery } from '@/api/query'
import { count, counted } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { Gaps } from '@/look/Gaps'
import { lookOf } from '@/look/kinds'
import { NodeName } from '@/look/NodeName'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { SqlActions } from '@/look/SqlActions'
import { Tiles } from '@/look/Tiles'
import { Chokepoints } from './Chokepoints'
import { climbers, tally, type Climber } from './climbers'
import { TheWay } from './TheWay'
import classes from './escalation.module.css'

const STEPS =
  "SELECT from_name, edge_type, to_name, explanation, abuse, fix\nFROM edges\nWHERE layer = 'derived' AND traversable\n  AND edge_type NOT IN ('member_of', 'can_access')\nORDER BY edge_type, from_name"
const HOLDERS = "SELECT DISTINCT identity_id\nFROM access_path\nWHERE action_type = 'admin_role' AND resource_kind = 'organization' AND action = 'Super Administrator'"

/** Sets of ways, each with its test. */
const SETS = {
  open: (one: Climber) => one.standing === 'climber' && !one.onlyWorst,
  keys: (one: Climber) => one.standing === 'credential' && !one.onlyWorst,
  beyond: (one: Climber) => one.onlyWorst,
  holders: (one: Climber) => one.standing === 'holder' && !one.onlyWorst,
}
type SetName = keyof typeof SETS
const isSet = (word: string | undefined): word is SetName => word !== undefined && word in SETS

const COLUMNS: ColumnDef<Climber, unknown>[] = [
  { id: 'who', header: 'From', accessorFn: (one) => one.node.name, cell: ({ row }) => <NodeName node={row.original.node} detail link /> },
  { id: 'kind', header: 'Kind', accessorFn: ({ node }) => lookOf(node.sub_kind, node.kind).one, cell: ({ row: { original: { node } } }) => <span className="quiet">{lookOf(node.sub_kind, node.kind).one}</span> },
  { id: 'steps', header: 'Steps', accessorFn: (one) => one.way.length, meta: { right: true }, cell: ({ row }) => row.original.way.length },
  {
    id: 'way', header: 'A shortest way', meta: { wrap: true }, accessorFn: (one) => one.way[0]?.edge,
    cell: ({ row }) => (
      <span className={classes.way} title={row.original.way.map((step) => step.explanation).join('\n')}>
        {row.original.way.map((step) => (
          <span key={step.node.id}><Badge color="brass" size="sm">{step.edge.replaceAll('_', ' ')}</Badge> {step.through.name} <IconArrowRight size={13} className="quiet" aria-hidden="true" /></span>
        ))}
      </span>
    ),
  },
]

/** Who is not super administrator and could come to be, by which steps, and how each is closed. */
export function Escalation() {
  const organization = useQuery(organizationQuery)
  const org = organization.data?.id
  return (
    <Page
      wide title="Ways to super administrator" lead="Who could come to control the whole organization without holding the role: step by step, why, and how each step is closed."
      actions={<SqlActions sql={STEPS} name="escalation-steps" />}
    >
      <Gaps classes={['user_roles', 'group_roles', 'client_roles', 'roles', 'resource_sets', 'memberships', 'api_tokens', 'client_secrets', 'client_keys', 'grants', 'group_owners', 'group_rules']} />
      {organization.error && <Failure error={organization.error} retry={() => organization.refetch()} />}
      {organization.isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {organization.data === null && <Panel><Empty icon={IconStairsUp} title="There is no whole scan yet">The ways appear with the first one.</Empty></Panel>}
      {org !== undefined && <WaysTo org={org} />}
    </Page>
  )
}

/** What is listed: groups beside those who hold or climb, never among them. */
function titleOf(set: SetName, rows: readonly Climber[]): string {
  const { single, groups } = tally(rows)
  const who = set === 'holders' ? counted(single, 'super administrator') : set === 'keys' ? counted(single, 'key') : `${counted(single, 'way')} of somebody`
  return groups > 0 ? `${who}, and ${counted(groups, 'group')} that ${groups === 1 ? 'leads' : 'lead'} there` : who
}

function WaysTo({ org }: { org: string }) {
  const { only, who } = useSearch({ from: '/shell/dashboards/escalation' })
  const navigate = useNavigate({ from: '/dashboards/escalation' })
  const open = useQuery(leadsToQuery(org, false))
  const worst = useQuery(leadsToQuery(org, true))
  const held = useQuery(rowsQuery(HOLDERS, 10_000))
  const all = useMemo(() => {
    if (!open.data || !worst.data || !held.data) return undefined
    return climbers(org, open.data.rows, worst.data.rows, new Set(held.data.rows.map((row) => String((row as unknown[])[0]))))
  }, [org, open.data, worst.data, held.data])
  const error = open.error ?? worst.error ?? held.error
  const first = (Object.keys(SETS) as SetName[]).find((name) => all?.some(SETS[name]))
  const chosen = all?.find((one) => one.node.id === who)
  // A link to one way alone shows the list that it stands in.
  const own = (Object.keys(SETS) as SetName[]).find((name) => chosen && SETS[name](chosen))
  const set = isSet(only) ? only : (own ?? first ?? 'open')
  const rows = all?.filter(SETS[set]) ?? []
  const choose = (id: string | undefined) => void navigate({ search: (now) => ({ ...now, who: id }), replace: true, resetScroll: false })
  const tile = (name: SetName) => ({ number: all && tally(all.filter(SETS[name])).single, pressed: set === name, onPress: () => void navigate({ search: { only: name }, replace: true, resetScroll: false }) })
  const cut = worst.data && worst.data.total > MOST_REACHED
  return (
    <>
      <Tiles
        label="Show only"
        tiles={[
          { label: 'could become super administrator', tone: 'bad', help: 'Nothing in Okta stops them: a role or right they hold leads there.', ...tile('open') },
          { label: 'keys of super administrators', tone: 'bad', help: 'Tokens, secrets and keys: who steals one is super administrator.', ...tile('keys') },
          { label: 'more if Okta’s barrier fell', tone: 'fair', help: 'Only super administrators manage people and groups that carry an administrator role. Without that rule these get there too.', ...tile('beyond') },
          { label: 'super administrators already', help: 'People and service apps. The groups that give the role are listed with them and not counted. Everything above leads to them.', ...tile('holders') },
        ]}
      />
      {error && <Failure error={error} retry={() => { void open.refetch(); void worst.refetch(); void held.refetch() }} />}
      {!all && !error && <Group gap={8}><Loader size="sm" /><Text size="sm" c="dimmed">Following every way…</Text></Group>}
      {all && rows.length === 0 && <Panel><Empty icon={IconShieldCheck} title="Nobody of this kind">As far as the last whole scan read, no such way leads to super administrator.</Empty></Panel>}
      {rows.length > 0 && (
        <div className={classes.page} data-split={chosen !== undefined || undefined}>
          <div className={classes.lists}>
            {set !== 'holders' && <Chokepoints list={rows} />}
            <Panel flush title={titleOf(set, rows)} actions={cut && <Text size="xs" c="dimmed">the nearest {count(MOST_REACHED)} were followed</Text>}>
              <DataTable
                label="Ways to super administrator" columns={COLUMNS} rows={rows} rowKey={(one) => one.node.id} rowHeight={48} height="max(340px, calc(100dvh - 420px))"
                onRow={(one) => choose(one.node.id)} chosen={(one) => one.node.id === who}
              />
            </Panel>
          </div>
          {chosen && <TheWay climber={chosen} org={org} onClose={() => choose(undefined)} />}
        </div>
      )}
    </>
  )
}
