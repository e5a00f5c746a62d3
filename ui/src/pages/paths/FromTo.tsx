import { Alert, Badge, Group, Loader, Stack, Text } from '@mantine/core'
import { IconArrowDown, IconRoute, IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { pathQuery } from '@/api/graph'
import type { PathView } from '@/api/types'
import { counted } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { NodeName } from '@/look/NodeName'
import { NodePicker } from '@/look/NodePicker'
import { Panel } from '@/look/Panel'
import classes from './paths.module.css'
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
  if (isPending) return <Loader size="sm" aria-label="Searching" />
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
      <ol className={classes.steps}>
        {data.steps.map((step, at) => <Step key={`${step.from.id}>${step.to.id}`} step={step} first={at === 0} />)}
      </ol>
    </Panel>
  )
}

function Step({ step, first }: { step: PathView['steps'][number]; first: boolean }) {
  return (
    <li>
      {first && <NodeName node={step.from} detail link />}
      <div className={classes.hop}>
        <IconArrowDown size={18} className="quiet" aria-hidden="true" />
        <div>
          <Group gap={8}><Badge color="brass">{step.edge.replaceAll('_', ' ')}</Badge>{step.derived && !step.derived.traversable && <Badge color="gray">cannot be walked</Badge>}</Group>
          <Text size="sm" mt={4}><Words>{step.explanation}</Words></Text>
          {step.derived && <Meaning derived={step.derived} />}
        </div>
      </div>
      <NodeName node={step.to} detail link />
    </li>
  )
}

/** What a derived step means: how it is abused, how it is closed, what stands in its way. */
function Meaning({ derived }: { derived: NonNullable<PathView['steps'][number]['derived']> }) {
  return (
    <Stack gap={3} mt={4}>
      <Text size="sm" c="dimmed"><b>How it could be abused:</b> <Words>{derived.abuse}</Words></Text>
      <Text size="sm" c="dimmed"><b>How to close it:</b> <Words>{derived.fix}</Words></Text>
      {derived.barrier && <Alert color="gray" p={6}><Text size="sm">Okta stands in the way: {derived.barrier}</Text></Alert>}
    </Stack>
  )
}
