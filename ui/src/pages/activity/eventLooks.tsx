import { Badge } from '@mantine/core'
import type { ColumnDef } from '@tanstack/react-table'
import type { EventView } from '@/api/activity'
import { atShortTime, atTime } from '@/format/format'
import { actionOf, placeOf, targetOf, whoOf } from './eventWords'
import classes from './activity.module.css'

const COLORS: Record<string, string> = { success: 'green', failure: 'red', challenge: 'brass' }
const NOTHING = <span className="quiet">–</span>

function Outcome({ status }: { status: string }) {
  return <Badge size="sm" color={COLORS[status] ?? 'gray'}>{status}</Badge>
}

/** A text that is cut to its column, and whole to whoever points at it. */
function Cut({ text, whole }: { text: string | undefined; whole?: string }) {
  return text === undefined ? NOTHING : <span title={whole ?? text}>{text}</span>
}

/** Events as a table: when, source, who, action, on, outcome, from. */
export const COLUMNS: ColumnDef<EventView, unknown>[] = [
  { id: 'time', header: 'When', meta: { width: 136 }, cell: ({ row }) => <span className="num" title={atTime(row.original.event_time)}>{atShortTime(row.original.event_time)}</span> },
  { id: 'source', header: 'Source', meta: { width: 62 }, cell: ({ row }) => row.original.source },
  { id: 'actor', header: 'Who', meta: { width: '43%' }, cell: ({ row }) => <Cut text={whoOf(row.original)} /> },
  { id: 'action', header: 'Action', meta: { width: '21%' }, cell: ({ row }) => <Cut text={actionOf(row.original)} whole={row.original.event_type} /> },
  { id: 'target', header: 'On', meta: { width: '36%' }, cell: ({ row }) => <Cut text={targetOf(row.original)} /> },
  { id: 'status', header: 'Outcome', meta: { width: 88 }, cell: ({ row }) => <Outcome status={row.original.status} /> },
  { id: 'from', header: 'From', meta: { width: 146 }, cell: ({ row: { original } }) => original.ip || original.country ? <span title={[original.ip, placeOf(original)].filter(Boolean).join(', ')}><span className="mono">{original.ip}</span> {original.country}</span> : NOTHING },
]

/** An event in a narrow place: when and how it ended, who, what, and on what. */
export function EventCard({ event }: { event: EventView }) {
  return (
    <div className={classes.card}>
      <div><span className="num">{atShortTime(event.event_time)}</span><span className="quiet">{event.source}</span><Outcome status={event.status} /></div>
      <div><b>{whoOf(event) ?? '–'}</b> <span title={event.event_type}>{actionOf(event)}</span>{targetOf(event) !== undefined && <> <span className="quiet">on</span> {targetOf(event)}</>}</div>
    </div>
  )
}
