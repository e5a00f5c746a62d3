import { Badge, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { NodeRef } from '@/api/types'
import { lookOf } from './kinds'
import { statusColor, statusWord } from './states'
import classes from './NodeName.module.css'
import { Hint } from '@/look/Hint'

/** The mark of a node's kind, in the kind's colour. */
export function KindIcon({ subKind, kind, size = 16 }: { subKind: string; kind: string; size?: number }) {
  const look = lookOf(subKind, kind)
  const Icon = look.icon
  const box = size + 10
  return (
    <span className={classes.mark} style={{ '--kind': `var(--p-${kind})`, width: box, height: box } as React.CSSProperties} title={look.one}>
      <Icon size={size} stroke={1.8} role="img" aria-label={look.one} />
    </span>
  )
}

interface Props {
  node: NodeRef
  /** Shows the second line. */
  detail?: boolean
  /** Opens the drawer when chosen. */
  link?: boolean
}

/** A node as it stands in lists: mark, name, second line, state when it is not active. */
export function NodeName({ node, detail, link }: Props) {
  const name = (
    <Text span size="sm" fw={520} truncate title={node.name}>{node.name}</Text>
  )
  return (
    <Group gap={9} wrap="nowrap" style={{ minWidth: 0 }}>
      <KindIcon subKind={node.sub_kind} kind={node.kind} />
      <div style={{ minWidth: 0, lineHeight: 1.25 }}>
        <Group gap={8} wrap="nowrap">
          {link ? (
            <Link to="." search={(now: object) => ({ ...now, panel: node.id, tab: undefined })} className={classes.link}>{name}</Link>
          ) : name}
          <StatusBadge status={node.status} quiet />
        </Group>
        {detail && node.detail && <Text size="xs" c="dimmed" truncate>{node.detail}</Text>}
      </div>
    </Group>
  )
}

/** A state word of Okta; `quiet` says nothing when it is the usual one. */
export function StatusBadge({ status, quiet }: { status?: string; quiet?: boolean }) {
  if (!status || (quiet && status === 'ACTIVE')) return null
  return (
    <Hint label={`State in Okta: ${status}`}>
      <Badge size="sm" color={statusColor(status)}>{statusWord(status)}</Badge>
    </Hint>
  )
}
