import { Badge, Text } from '@mantine/core'
import { counted } from '@/format/format'
import { NodeName } from '@/look/NodeName'
import { Panel } from '@/look/Panel'
import { chokepoints, type Climber } from './climbers'
import classes from './escalation.module.css'

/** Where to begin: the steps that most of the ways share. */
export function Chokepoints({ list }: { list: readonly Climber[] }) {
  const points = chokepoints(list, 4)
  if (points.length === 0) return null
  return (
    <Panel title="Begin here: steps that most of these ways share" mb="md">
      <ul className={classes.points}>
        {points.map(({ step, passed }) => (
          <li key={`${step.node.id}>${step.through.id}`}>
            <NodeName node={step.node} link />
            <Badge color="brass">{step.edge.replaceAll('_', ' ')}</Badge>
            <NodeName node={step.through} link />
            <Text size="sm" c="dimmed" className="num" ml="auto">on {counted(passed, 'shortest way')}</Text>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
