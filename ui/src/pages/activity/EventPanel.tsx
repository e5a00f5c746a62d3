import { ActionIcon, Code, CloseButton, Group, Loader, Text } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { eventQuery, type EventView } from '@/api/activity'
import { atTime, humane } from '@/format/format'
import { Copy } from '@/look/Copy'
import { Failure } from '@/look/Failure'
import { LinkText } from '@/look/links'
import { pretty } from './question'
import classes from './activity.module.css'

/** What is told elsewhere on the panel, or is no column of the query language. */
const HIDDEN = new Set(['id', 'person', 'raw', 'event_date', 'event_time', 'ingest_time'])

interface Props {
  id: string
  onToggle: (column: string, value: string, isNot: boolean) => void
  onClose: () => void
}

/** Everything about one event; every value leads on. */
export function EventPanel({ id, onToggle, onClose }: Props) {
  const { data, error, isPending, refetch } = useQuery(eventQuery(id))
  return (
    <div style={{ padding: 14 }}>
      <Group justify="space-between" wrap="nowrap" mb={8}><Text component="h2" fw={620}>{data ? `${data.action}, ${data.status}` : 'Event'}</Text><CloseButton onClick={onClose} aria-label="Close the event" /></Group>
      {isPending && <Loader size="sm" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && (
        <>
          <Text size="sm" c="dimmed" mb={8}>{atTime(data.event_time)}{data.person && <>, <LinkText to="/activity/identity" search={{ name: data.person }} size="sm">all of {data.person}</LinkText></>}</Text>
          {pairs(data).map(([column, value]) => (
            <div key={`${column} ${value}`} className={classes.pivot}>
              <span>{humane(column)}</span><span>{value}</span>
              <Group gap={2} wrap="nowrap">
                <ActionIcon size="xs" variant="subtle" color="gray" aria-label={`Only ${column} ${value}`} onClick={() => onToggle(column, value, false)}><IconPlus size={13} /></ActionIcon>
                <ActionIcon size="xs" variant="subtle" color="gray" aria-label={`Without ${column} ${value}`} onClick={() => onToggle(column, value, true)}><IconMinus size={13} /></ActionIcon>
              </Group>
            </div>
          ))}
          {data.raw && (
            <>
              <Group justify="space-between" mt="md"><Text size="sm" fw={600}>As the source wrote it</Text><Copy value={data.raw} label="Copy the raw event" /></Group>
              <Code block className={classes.raw} tabIndex={0} role="region" aria-label="The raw event">{pretty(data.raw)}</Code>
            </>
          )}
        </>
      )}
    </div>
  )
}

function pairs(event: EventView): [string, string][] {
  return Object.entries(event).filter(([column, value]) => !HIDDEN.has(column) && value !== null && value !== undefined).flatMap(([column, value]): [string, string][] =>
    Array.isArray(value) ? value.map((one): [string, string] => [column, String(one)]) : [[column, String(value)]])
}
