import { Alert, Badge, Group, Stack, Text } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import type { PathView } from '@/api/types'
import { NodeName } from '@/look/NodeName'
import { Words } from '@/look/Words'
import classes from './paths.module.css'

type StepOf = PathView['steps'][number]

/** A way step by step; `worst` when it was searched without Okta's barriers. */
export function WayList({ steps, worst }: { steps: readonly StepOf[]; worst: boolean }) {
  return (
    <ol className={classes.steps}>
      {steps.map((step, at) => <Step key={`${step.from.id}>${step.to.id}`} step={step} first={at === 0} worst={worst} />)}
    </ol>
  )
}

function Step({ step, first, worst }: { step: StepOf; first: boolean; worst: boolean }) {
  return (
    <li>
      {first && <NodeName node={step.from} detail link />}
      <div className={classes.hop}>
        <IconArrowDown size={18} className="quiet" aria-hidden="true" />
        <div>
          <Group gap={8}><Badge color="brass">{step.edge.replaceAll('_', ' ')}</Badge>{step.derived && !step.derived.traversable && <Badge color="gray">cannot be walked</Badge>}</Group>
          <Text size="sm" mt={4}><Words>{step.explanation}</Words></Text>
          {step.derived && <Meaning derived={step.derived} worst={worst} />}
        </div>
      </div>
      <NodeName node={step.to} detail link />
    </li>
  )
}

/** What a derived step means: how it is abused, how it is closed, what stands in its way. */
function Meaning({ derived, worst }: { derived: NonNullable<StepOf['derived']>; worst: boolean }) {
  return (
    <Stack gap={3} mt={4}>
      <Text size="sm" c="dimmed"><b>How it could be abused:</b> <Words>{derived.abuse}</Words></Text>
      <Text size="sm" c="dimmed"><b>How to close it:</b> <Words>{derived.fix}</Words></Text>
      {derived.barrier && (
        <Alert role="note" color="gray" p={6} mt={2}>
          <Text size="sm">{worst ? 'Okta’s barrier, taken as absent here: ' : 'Okta’s barrier does not stop this one: '}<Words>{derived.barrier}</Words></Text>
        </Alert>
      )}
    </Stack>
  )
}
