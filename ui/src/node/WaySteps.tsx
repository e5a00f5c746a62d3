import { Badge } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import type { AccessRow } from '@/api/types'
import { NodeName } from '@/look/NodeName'
import classes from './node.module.css'

/** A way as a line of nodes, left to right, without the node whose ways are listed. */
export function WaySteps({ row, of }: { row: AccessRow; of: string }) {
  const steps = row.path.filter((step) => step.node.id !== of)
  return (
    <div className={classes.steps}>
      {steps.map((step, at) => (
        <span key={step.node.id} style={{ display: 'inline-flex', alignItems: 'center', gap: 6, maxWidth: '100%' }}>
          {at > 0 && <IconChevronRight size={14} className="quiet" aria-hidden="true" />}
          <NodeName node={step.node} link />
        </span>
      ))}
      <Badge size="sm" color={row.kind === 'DENIED' ? 'red' : 'brass'}>{row.action}</Badge>
      {row.level !== 'standing' && <Badge size="sm" color="gray">{row.level}</Badge>}
    </div>
  )
}
