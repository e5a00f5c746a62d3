import { Alert, Badge, Button, Loader, Text } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { connectionsQuery } from '@/api/nodes'
import type { NodeRef, PanelRow, PanelSection } from '@/api/types'
import { count } from '@/format/format'
import { Failure } from '@/look/Failure'
import { NodeName } from '@/look/NodeName'
import classes from './node.module.css'
import { LinkText } from '@/look/links'
import { Words } from '@/look/Words'

/** A list around a node: its first rows at once, the rest by page. "Not read" is never shown as "none". */
export function Section({ node, section }: { node: string; section: PanelSection }) {
  const [whole, setWhole] = useState(false)
  const hidden = section.total - section.rows.length
  return (
    <section className={classes.section} aria-label={section.title}>
      <div className={classes.head}>
        {section.title}
        <Badge size="sm" color="gray" className="num">{section.not_read && section.total === 0 ? 'not read' : count(section.total)}</Badge>
      </div>
      {section.not_read && (
        <Alert color="brass" icon={<IconEyeOff size={16} />} radius={0} p="xs"><Words>{section.not_read}</Words></Alert>
      )}
      {whole && section.more ? (
        <Whole node={node} edge={section.more.edge} direction={section.more.direction} />
      ) : (
        <ul className={classes.list}>
          {section.rows.map((row, at) => <Row key={row.node?.id ?? `${row.text}${at}`} row={row} />)}
        </ul>
      )}
      {section.rows.length === 0 && !section.not_read && <Text size="sm" c="dimmed" p="sm"><Words>{section.empty}</Words></Text>}
      {!whole && hidden > 0 && section.more && (
        <Button variant="subtle" size="xs" fullWidth onClick={() => setWhole(true)}>Show {count(hidden)} more</Button>
      )}
    </section>
  )
}

function Row({ row }: { row: PanelRow }) {
  return (
    <li className={classes.row}>
      {row.node ? <NodeName node={row.node} detail link /> : <Text size="sm">{row.text}</Text>}
      <div className={classes.end}>
        {row.node && row.text && <div>{row.via && row.via.length > 0 ? <Via via={row.via} direct={row.text.startsWith('direct')} /> : row.text}</div>}
        {row.detail && <div>{row.detail}</div>}
      </div>
    </li>
  )
}

const MOST_VIA = 3

/** The groups, rules or sets that something comes through. */
function Via({ via, direct }: { via: NodeRef[]; direct: boolean }) {
  return (
    <>
      {direct && 'direct and '}through{' '}
      {via.slice(0, MOST_VIA).map((node, at) => (
        <span key={node.id}>
          {at > 0 && ', '}
          <LinkText to="." search={(now: object) => ({ ...now, panel: node.id, tab: undefined })} size="xs">{node.name}</LinkText>
        </span>
      ))}
      {via.length > MOST_VIA && ` and ${count(via.length - MOST_VIA)} more`}
    </>
  )
}

function Whole({ node, edge, direction }: { node: string; edge: string; direction: 'in' | 'out' }) {
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery(connectionsQuery(node, edge, direction))
  if (isPending) return <Loader size="sm" m="sm" />
  if (error) return <Failure error={error} retry={() => refetch()} />
  const rows = data.pages.flatMap((page) => page.page?.rows ?? [])
  return (
    <>
      <ul className={classes.list} style={{ maxHeight: 420, overflow: 'auto' }}>
        {rows.map((row) => (
          <li key={row.node.id} className={classes.row}>
            <NodeName node={row.node} detail link />
            {row.detail && <div className={classes.end}>{row.detail}</div>}
          </li>
        ))}
      </ul>
      {hasNextPage && <Button variant="subtle" size="xs" fullWidth loading={isFetchingNextPage} onClick={() => fetchNextPage()}>Show more</Button>}
    </>
  )
}
