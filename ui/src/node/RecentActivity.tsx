import { Badge, Group, Loader, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { newestEvents } from '@/api/activity'
import type { NodeRef } from '@/api/types'
import { counted } from '@/format/format'
import { Failure } from '@/look/Failure'
import { LinkText } from '@/look/links'
import { When } from '@/look/When'
import { activityOf } from './activityOf'
import classes from './node.module.css'

const MOST = 6
const SPAN = '30d'
const COLORS: Record<string, string> = { failure: 'red', challenge: 'brass' }

/** The newest events around a node, and where all of them are. */
export function RecentActivity({ node }: { node: NodeRef }) {
  const happened = activityOf(node)
  const { data, error, isPending, refetch } = useQuery({ ...newestEvents({ q: happened?.q ?? '', from: SPAN }, MOST), enabled: happened !== undefined, retry: false })
  if (!happened) return null
  return (
    <section className={classes.section} aria-label={happened.title}>
      <div className={classes.head}>
        {happened.title}
        {data && data.count !== null && data.count !== undefined && <Badge size="sm" color="gray" className="num">{counted(data.count, 'event')} in 30 days</Badge>}
      </div>
      {isPending && <Loader size="xs" m="sm" role="status" aria-label="Reading events" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data?.events.length === 0 && <Text size="sm" c="dimmed" p="sm">{happened.none}</Text>}
      <ul className={classes.list}>
        {data?.events.map((event) => (
          <li key={event.id} className={classes.row}>
            <div style={{ minWidth: 0 }}>
              <Text size="sm" truncate title={event.event_type}>{event.action === 'other' ? event.event_type : event.action} {event.status !== 'success' && <Badge size="xs" color={COLORS[event.status] ?? 'gray'}>{event.status}</Badge>}</Text>
              <Text size="xs" c="dimmed" truncate>{(happened.person ? event.target_name : event.actor_name) ?? event.ip ?? '–'}</Text>
            </div>
            <div className={classes.end}><When at={event.event_time} /></div>
          </li>
        ))}
      </ul>
      {data && (
        <Group p="xs" px="sm" gap="md">
          <LinkText size="xs" to="/activity" search={{ q: happened.q, from: SPAN }}>Investigate</LinkText>
          {happened.person && <LinkText size="xs" to="/activity/identity" search={{ name: node.name }}>All of {node.name}, over all sources</LinkText>}
        </Group>
      )}
    </section>
  )
}
