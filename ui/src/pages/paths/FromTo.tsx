import { Group, Loader, Stack, Text } from '@mantine/core'
import { IconRoute, IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { pathQuery } from '@/api/graph'
import { counted } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { NodePicker } from '@/look/NodePicker'
import { Panel } from '@/look/Panel'
import { WayList } from './WayList'
import { Words } from '@/look/Words'

/** The shortest way from one node to another. */
export function FromTo() {
  const { from, to } = useSearch({ from: '/shell/paths' })
  const navigate = useNavigate({ from: '/paths' })
  return (
    <Stack>
      <Panel>
        <Group align="flex-end">
          <NodePicker label="From" placeholder="A person, app, token …" value={from} onChange={(id) => void navigate({ search: (now) => ({ ...now, from: id }) })} />
          <NodePicker label="To" placeholder="An app, a group, the organization …" value={to} onChange={(id) => void navigate({ search: (now) => ({ ...now, to: id }) })} />
        </Group>
      </Panel>
      {from && to ? <Way from={from} to={to} /> : <Panel><Empty icon={IconRoute} title="Choose both ends">For example from a help desk employee to the organization: the way to super administrator, if there is one.</Empty></Panel>}
    </Stack>
  )
}

function Way({ from, to }: { from: string; to: string }) {
  const { worst } = useSearch({ from: '/shell/paths' })
  const { data, error, isPending, refetch } = useQuery(pathQuery(from, to, worst ?? false))
  if (error) return <Failure error={error} retry={() => refetch()} />
  if (isPending) return <Loader size="sm" role="status" aria-label="Searching" />
  if (!data.found) {
    return (
      <Panel>
        <Empty icon={IconShieldCheck} title="There is no way">
          <Words>{data.summary}</Words> {!data.assume_worst && 'Okta’s barriers were taken into account; “Assume the worst” looks beyond them.'}
        </Empty>
      </Panel>
    )
  }
  return (
    <Panel title={<Group gap={10}>{counted(data.steps.length, 'step')} <Text span size="sm" c="dimmed" fw={400}><Words>{data.summary}</Words></Text></Group>}>
      <WayList steps={data.steps} worst={data.assume_worst} />
    </Panel>
  )
}
