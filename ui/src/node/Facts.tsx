import { Code, Text } from '@mantine/core'
import { Fragment } from 'react'
import type { NodePanel } from '@/api/types'
import { Copy } from '@/look/Copy'
import { NodeName, StatusBadge } from '@/look/NodeName'
import { When } from '@/look/When'
import classes from './node.module.css'

/** What is known of a node, as pairs. */
export function Facts({ panel }: { panel: NodePanel }) {
  return (
    <dl className={classes.facts}>
      {panel.fields.map((field) => (
        <Fragment key={field.key}>
          <dt>{field.label}</dt>
          <dd><Value field={field} /></dd>
        </Fragment>
      ))}
      {panel.aliases.length > 0 && (
        <>
          <dt>Also known as</dt>
          <dd>{panel.aliases.join(', ')}</dd>
        </>
      )}
    </dl>
  )
}

function Value({ field }: { field: NodePanel['fields'][number] }) {
  if (field.node) return <NodeName node={field.node} link />
  if (field.format === 'time') return <When at={field.value} />
  if (field.format === 'status') return <StatusBadge status={field.value} />
  if (field.format === 'number') return <span className="num">{Number(field.value).toLocaleString('en-US')}</span>
  if (field.format === 'code') {
    return (
      <span className={classes.code}>
        <Code style={{ overflowWrap: 'anywhere' }}>{field.value}</Code> <Copy value={field.value} label={`Copy ${field.label}`} />
      </span>
    )
  }
  return <Text span size="sm" style={{ overflowWrap: 'anywhere' }}>{field.value}</Text>
}
