import { Alert, Badge, Button, Checkbox, Group, Loader, Menu, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconColumns3, IconEyeOff, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { browseQuery, type Sort } from '@/api/nodes'
import type { NodePage } from '@/api/types'
import { count } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { inSentence, lookOf } from '@/look/kinds'
import { LinkText } from '@/look/links'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { columnsOf, COLUMN_NAMES, STATES } from './columns'
import { KindTabs } from './KindTabs'
import { Words } from '@/look/Words'

const SORTS: readonly string[] = ['name', '-name', '-standing_privileges', '-population']

/** Lists of every kind, by page, from the server. */
export function Browse() {
  const { subKind } = useParams({ from: '/shell/browse/$subKind' })
  const search = useSearch({ from: '/shell/browse/$subKind' })
  const navigate = useNavigate({ from: '/browse/$subKind' })
  const look = lookOf(subKind)
  const sort = SORTS.includes(search.sort ?? '') ? (search.sort as Sort) : undefined
  const { data, error, isPending, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery(
    browseQuery({ sub_kind: subKind, q: search.q, status: search.status, sort }),
  )
  const [text, setText] = useState(search.q ?? '')
  const ask = useDebouncedCallback((q: string) => void navigate({ search: (now) => ({ ...now, q: q || undefined }), replace: true }), 200)
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  const first = data?.pages[0]
  const rows = data?.pages.flatMap((page) => page.rows) ?? []
  const columns = columnsOf(subKind)
  const hidden = search.hide ?? []
  const states = STATES[subKind]
  return (
    <Page wide title={look.many} lead={first && <Total page={first} filtered={Boolean(search.q ?? search.status)} />}>
      <KindTabs facets={first?.facets} current={subKind} />
      <Group mb="sm" mt="md" gap="sm">
        <TextInput
          leftSection={<IconSearch size={16} />} rightSection={isFetching ? <Loader size={14} /> : null} w={320} placeholder={`Filter ${inSentence(look.many)} by name`}
          aria-label={`Filter ${inSentence(look.many)}`} value={text} onChange={(event) => { setText(event.currentTarget.value); ask(event.currentTarget.value) }}
        />
        {states && (
          <Select
            data={states} clearable placeholder="Any state" aria-label="State" w={180} value={search.status ?? null}
            onChange={(status) => void navigate({ search: (now) => ({ ...now, status: status ?? undefined }) })}
          />
        )}
        <Menu closeOnItemClick={false} position="bottom-end">
          <Menu.Target><Button variant="default" leftSection={<IconColumns3 size={16} />} ml="auto">Columns</Button></Menu.Target>
          <Menu.Dropdown>
            {columns.slice(1).map((column) => (
              <Menu.Item key={column.id} component="label">
                <Checkbox
                  label={COLUMN_NAMES[column.id ?? ''] ?? column.id} checked={!hidden.includes(column.id ?? '')} size="xs"
                  onChange={(event) => {
                    const id = column.id ?? ''
                    const next = event.currentTarget.checked ? hidden.filter((one) => one !== id) : [...hidden, id]
                    void navigate({ search: (now) => ({ ...now, hide: next.length > 0 ? next : undefined }), replace: true })
                  }}
                />
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
      {first?.not_read.map((gap) => (
        <Alert key={gap.class} color="brass" icon={<IconEyeOff size={18} />} mb="sm" title={gap.reading === 'not_read' ? 'Not read' : 'Read in part'}><Words>{gap.reason}</Words> <LinkText to="/coverage" size="sm">What it costs, and what to do</LinkText></Alert>
      ))}
      {error && <Failure error={error} retry={() => refetch()} />}
      {isPending && <Group p="lg"><Loader size="sm" /><Text size="sm" c="dimmed">Reading…</Text></Group>}
      {first && rows.length === 0 && <Nothing page={first} many={look.many} filtered={Boolean(search.q ?? search.status)} />}
      {rows.length > 0 && (
        <Panel flush>
          <DataTable
            label={look.many} columns={columns} rows={rows} rowKey={(row) => row.node.id} height="calc(100dvh - 270px)" rowHeight={46}
            visible={Object.fromEntries(hidden.map((id) => [id, false]))} total={first?.total}
            onRow={(row) => void navigate({ search: (now) => ({ ...now, panel: row.node.id, tab: now.tab }) })}
            chosen={(row) => row.node.id === search.panel} sort={sort ?? 'name'}
            onSort={(word) => void navigate({ search: (now) => ({ ...now, sort: word === 'name' ? undefined : word }) })} onEnd={onEnd}
          />
        </Panel>
      )}
    </Page>
  )
}

function Total({ page, filtered }: { page: NodePage; filtered: boolean }) {
  const all = page.facets.reduce((sum, facet) => sum + (facet.count ?? 0), 0)
  if (page.total === 0 && !filtered && page.not_read.some((gap) => gap.reading === 'not_read')) return <>Not read by the last whole scan</>
  return <>{count(page.total)} {filtered ? 'match' : 'in the last whole scan'}, <Badge size="sm" color="gray" component="span">{count(all)} nodes in all</Badge></>
}

function Nothing({ page, many, filtered }: { page: NodePage; many: string; filtered: boolean }) {
  if (filtered) return <Empty icon={IconSearch} title={`No ${inSentence(many)} match`}>Clear the filter to see all.</Empty>
  if (page.not_read.length > 0) return <Empty icon={IconEyeOff} title={`${many} were not read`}>There may be some. The reason is above.</Empty>
  return <Empty title={`No ${inSentence(many)}`}>The last scan read this class whole: there are none.</Empty>
}
