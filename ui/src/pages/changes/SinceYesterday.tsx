import { Alert, Loader, SegmentedControl, Text } from '@mantine/core'
import { IconArrowsDiff, IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { rowsQuery } from '@/api/query'
import { objects } from '@/api/rows'
import { atTime } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { Gaps } from '@/look/Gaps'
import { LinkButton } from '@/look/links'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { SqlActions } from '@/look/SqlActions'
import { Difference } from '@/pages/compare/Difference'
import { dayBefore } from './yesterday'

const SCANS = 'SELECT id, taken_at FROM snapshots ORDER BY taken_at DESC'

/** What people see who ask it in SQL: the ways that are new since a scan. */
const gainedSince = (moment: string) =>
  `SELECT identity, resource, action, identity_group\nFROM access_path\nWHERE action_type IN ('assignment', 'admin_role')\nEXCEPT\nSELECT identity, resource, action, identity_group\nFROM access_path FOR SYSTEM_TIME AS OF '${moment}'\nWHERE action_type IN ('assignment', 'admin_role')`

/** What changed between the newest scan and the one a day before it. */
export function SinceYesterday() {
  const { what, show } = useSearch({ from: '/shell/dashboards/changes' })
  const navigate = useNavigate({ from: '/dashboards/changes' })
  const scans = useQuery(rowsQuery(SCANS, 10_000))
  const pair = scans.data && dayBefore(objects(scans.data).map((row) => ({ id: String(row['id']), at: Date.parse(String(row['taken_at'])) })))
  const moment = pair && new Date(pair.older.at).toISOString()
  return (
    <Page
      wide title="What changed since yesterday"
      lead={pair ? <>From the scan of {atTime(new Date(pair.older.at).toISOString())} to the newest, of {atTime(new Date(pair.newest.at).toISOString())}.</> : 'The newest scan beside the one a day before it.'}
      actions={pair && moment && (
        <>
          <SegmentedControl
            size="xs" aria-label="Show" value={show ?? 'all'} data={[{ value: 'all', label: 'All' }, { value: 'gained', label: 'Gained' }, { value: 'lost', label: 'Lost' }]}
            onChange={(value) => void navigate({ search: (now) => ({ ...now, show: value === 'all' ? undefined : (value as 'gained' | 'lost') }), replace: true, resetScroll: false })}
          />
          <LinkButton to="/compare" search={{ from: pair.older.id, to: pair.newest.id }} size="xs" variant="default" leftSection={<IconArrowsDiff size={15} />}>Choose other scans</LinkButton>
          <SqlActions sql={gainedSince(moment)} name="gained-since-yesterday" />
        </>
      )}
    >
      <Gaps classes={['users', 'groups', 'apps', 'memberships', 'app_users', 'app_groups', 'user_roles', 'group_roles', 'client_roles', 'api_tokens']} />
      {scans.error && <Failure error={scans.error} retry={() => scans.refetch()} />}
      {scans.isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {scans.data && !pair && <Panel><Empty icon={IconArrowsDiff} title="There is nothing to compare yet">It takes two whole scans. The next one comes by itself, or start it from Integrations.</Empty></Panel>}
      {pair && !pair.whole && (
        <Alert role="note" color="gray" variant="light" icon={<IconInfoCircle size={18} />} p="xs" px="sm" mb="md">
          <Text size="sm">No scan of a day ago is kept: the oldest is {span(pair.newest.at - pair.older.at)} older than the newest, and is taken instead.</Text>
        </Alert>
      )}
      {pair && <Difference from={pair.older.id} to={pair.newest.id} what={what} show={show} height="max(340px, calc(100dvh - 340px))" onPick={(next) => void navigate({ search: (now) => ({ ...now, what: next }), replace: true, resetScroll: false })} />}
    </Page>
  )
}

/** `25 minutes`, `3 hours`. */
function span(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000))
  if (minutes < 100) return minutes === 1 ? 'a minute' : `${minutes} minutes`
  return `${Math.round(minutes / 60)} hours`
}
