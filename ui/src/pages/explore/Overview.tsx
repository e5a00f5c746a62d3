import { Loader, Text } from '@mantine/core'
import { IconCompass } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { organizationQuery } from '@/api/graph'
import { homeQuery } from '@/api/home'
import { foldId } from '@/chart/explored'
import { isFold } from '@/chart/LayeredChart'
import { objectId } from '@/chart/ways'
import { counted } from '@/format/format'
import { Failure } from '@/look/Failure'
import { NodeName } from '@/look/NodeName'
import { Panel } from '@/look/Panel'
import { waysOf } from '@/node/links'
import node from '@/node/node.module.css'
import classes from './explore.module.css'
import { overview } from './overview'
import { Picture } from './Picture'
import { LinkButton } from '@/look/links'

/** The whole organization at a glance: every kind folded, the identities that reach most drawn one by one. */
export function Overview() {
  const { data, error, isPending, refetch } = useQuery(homeQuery)
  const navigate = useNavigate()
  const organization = useQuery(organizationQuery).data ?? undefined
  const chart = useMemo(() => (data ? overview(data.counts, data.top_standing, organization) : undefined), [data, organization])
  if (error) return <Failure error={error} retry={() => refetch()} />
  if (isPending || !chart) return <Loader size="sm" role="status" aria-label="Reading" />
  return (
    <div className={classes.overview}>
      <Picture
        chart={chart} label="The organization at a glance; the list below leads further" foldDoes="opens the list"
        onChoose={(chosen) => {
          const id = objectId(chosen.id)
          if (isFold(chosen)) void navigate({ to: '/browse/$subKind', params: { subKind: foldId(chosen.id) } })
          else if (id !== undefined) void navigate({ to: '/explore', search: chosen.kind === 'organization' ? { resource: [id] } : { identity: [id] } })
        }}
      />
      <Panel flush title="Start with those who reach most">
        <ul className={node.list}>
          {data.top_standing.map((row) => (
            <li key={row.node.id} className={node.row}>
              <NodeName node={row.node} detail link />
              <Text size="sm" c="dimmed" ml="auto" className="num">{counted(row.standing_privileges, 'standing privilege')}</Text>
              <LinkButton {...waysOf(row.node)} size="compact-xs" variant="light" style={{ flex: 'none' }} leftSection={<IconCompass size={14} />}>View Access</LinkButton>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  )
}
