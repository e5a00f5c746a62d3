import { Button, Group, Loader, Select, Text } from '@mantine/core'
import { IconFilter, IconListSearch, IconPlayerPause, IconPlayerPlay, IconZoomReset } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { eventsQuery, facetsQuery, languageQuery, timelineQuery } from '@/api/activity'
import { counted, elapsed, zone } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import { Empty } from '@/look/Empty'
import { LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { COLUMNS, EventCard } from './eventLooks'
import { EventPanel } from './EventPanel'
import { Export, Saved } from './Menus'
import { Facets } from './Facets'
import { QueryField } from './QueryField'
import { TimeLine } from './TimeLine'
import { Views } from './Views'
import { toggled } from './question'
import { useTail } from './useTail'
import classes from './activity.module.css'

const SPANS = [['1h', 'The last hour'], ['24h', 'The last 24 hours'], ['7d', 'The last 7 days'], ['30d', 'The last 30 days'], ['90d', 'The last 90 days'], ['all', 'All that is kept']]

/** Events of all sources: asked, counted, narrowed, followed. */
export function Investigate() {
  return <Only may="activity.list"><Search /></Only>
}

function Search() {
  const { q = '', from, until, event, live } = useSearch({ from: '/shell/activity' })
  const navigate = useNavigate({ from: '/activity' })
  const begin = from ?? '7d'
  const question = { q, from: begin === 'all' ? undefined : begin, until }
  const events = useInfiniteQuery(eventsQuery(question))
  const facets = useQuery({ ...facetsQuery(question), retry: false })
  const line = useQuery({ ...timelineQuery(question), retry: false })
  const tail = useTail(live === true, q)
  const ask = (next: Partial<{ q: string; from: string; until: string; event: string }>) => void navigate({ search: (now) => ({ ...now, ...next, q: (next.q ?? now.q) || undefined }) })
  const toggle = (column: string, value: string, isNot: boolean) => ask({ q: toggled(q, column, value, isNot) })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = events
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const [narrowing, setNarrowing] = useState(false)
  const first = events.data?.pages[0]
  const known = events.data?.pages.flatMap((page) => page.events) ?? []
  const seen = new Set(known.map(({ id }) => id))
  const rows = live ? [...tail.events.filter(({ id }) => !seen.has(id)), ...known] : known
  return (
    <Page
      wide title="Investigate" lead={first?.count !== undefined && first.count !== null ? `${counted(first.count, 'event')} in ${elapsed(first.elapsed_us)}, times of ${zone()}` : 'What happened, over all sources.'}
      actions={(
        <>
          <Button size="xs" variant={live ? 'filled' : 'default'} aria-pressed={live === true} leftSection={live ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />} onClick={() => void navigate({ search: (now) => ({ ...now, live: live ? undefined : true }), replace: true })}>{live ? 'Following' : 'Follow live'}</Button>
          <Saved q={q} from={from} until={until} onAsk={ask} />
          <Export question={question} />
        </>
      )}
    >
      <Views q={q} onAsk={ask} />
      <Group align="flex-start" gap="sm" mb="sm">
        <QueryField q={q} onAsk={(wanted) => ask({ q: wanted })} facets={facets.data?.facets ?? []} error={events.error} />
        <Select
          aria-label="Time" w={190} allowDeselect={false} data={[...SPANS.map(([value, label]) => ({ value: value ?? '', label: label ?? '' })), ...(until || !SPANS.some(([value]) => value === begin) ? [{ value: 'own', label: 'Chosen time' }] : [])]}
          value={until || !SPANS.some(([value]) => value === begin) ? 'own' : begin} onChange={(value) => { if (value && value !== 'own') void navigate({ search: (now) => ({ ...now, from: value, until: undefined }) }) }}
        />
        {until && <Button variant="default" leftSection={<IconZoomReset size={16} />} onClick={() => void navigate({ search: (now) => ({ ...now, from: undefined, until: undefined }) })}>Whole time</Button>}
      </Group>
      {line.data && line.data.total > 0 && !events.error && <Panel flush mb="sm"><TimeLine line={line.data} onZoom={(start, end) => ask({ from: start, until: end })} /></Panel>}
      {tail.missed > 0 && <Text size="xs" c="dimmed">{counted(tail.missed, 'event')} came too fast to be shown here; the search has them.</Text>}
      {!events.error && (
        <div className={classes.layout} data-open={event !== undefined || undefined}>
          <Panel flush data-side="facets" data-shown={narrowing || undefined}>
            <Button className={classes.narrow} fullWidth variant="subtle" color="gray" aria-expanded={narrowing} leftSection={<IconFilter size={15} />} onClick={() => setNarrowing(!narrowing)}>Narrow down</Button>
            <div className={classes.facets}>{facets.data ? <Facets facets={facets.data.facets} q={q} question={question} onToggle={toggle} /> : <Loader size="sm" m="md" />}</div>
          </Panel>
          <Panel flush data-side="events">
            {events.isPending && <Loader size="sm" m="md" role="status" aria-label="Reading" />}
            {first && rows.length === 0 && <Nothing isFiltered={q !== ''} onAsk={(wanted) => ask({ q: wanted })} />}
            {rows.length > 0 && (
              <DataTable
                label="Events" columns={COLUMNS} rows={rows} rowKey={(row) => row.id} rowHeight={38} ofPage card={(row) => <EventCard event={row} />} cardHeight={58} total={first?.count ?? undefined} onEnd={onEnd}
                onRow={(row) => void navigate({ search: (now) => ({ ...now, event: row.id }), resetScroll: false })} chosen={(row) => row.id === event}
              />
            )}
          </Panel>
          {event !== undefined && <Panel flush data-side="event"><EventPanel id={event} onToggle={toggle} onClose={() => void navigate({ search: (now) => ({ ...now, event: undefined }), resetScroll: false })} /></Panel>}
        </div>
      )}
    </Page>
  )
}

function Nothing({ isFiltered, onAsk }: { isFiltered: boolean; onAsk: (q: string) => void }) {
  const { data } = useQuery(languageQuery)
  return (
    <Empty icon={IconListSearch} title={isFiltered ? 'Nothing matches in this time' : 'No events in this time'}>
      {isFiltered ? 'Ask of a longer time, or take a condition away.' : <>Choose a longer time. If nothing is there at all, see how the <LinkText to="/collectors" size="sm">collectors</LinkText> are.</>}
      <Group gap={6} mt="md" justify="center">{data?.examples.slice(0, 5).map((example) => <Button key={example.title} size="compact-sm" variant="default" onClick={() => onAsk(example.q)}>{example.title}</Button>)}</Group>
    </Empty>
  )
}
