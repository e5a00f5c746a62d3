import { Group, SegmentedControl, Select } from '@mantine/core'
import { IconArrowRight, IconArrowsDiff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { snapshotsQuery } from '@/api/graph'
import { ago, atTime } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { useNow } from '@/look/useNow'
import { Difference } from './Difference'

/** What was gained and lost between two scans. */
export function Compare() {
  const { from, to, what, show } = useSearch({ from: '/shell/compare' })
  const navigate = useNavigate({ from: '/compare' })
  const now = useNow()
  const snapshots = useQuery(snapshotsQuery)
  const list = snapshots.data?.snapshots ?? []
  const options = list.map(({ snapshot, current }) => ({
    value: snapshot.id, label: `${atTime(snapshot.taken_at)} (${current ? 'newest' : ago(Date.parse(snapshot.taken_at), now)})`,
  }))
  return (
    <Page wide title="Compare" lead="Access gained and lost between two scans, with the reason.">
      <Panel mb="md">
        <Group align="flex-end">
          <Select label="Older scan" w={330} data={options} value={from ?? list[1]?.snapshot.id ?? null} placeholder="The one before" onChange={(value) => void navigate({ search: (before) => ({ ...before, from: value ?? undefined }) })} />
          <IconArrowRight size={20} className="quiet" style={{ marginBottom: 8 }} aria-hidden="true" />
          <Select label="Newer scan" w={330} data={options} value={to ?? list[0]?.snapshot.id ?? null} placeholder="The newest" onChange={(value) => void navigate({ search: (before) => ({ ...before, to: value ?? undefined }) })} />
          <SegmentedControl
            ml="auto" size="xs" aria-label="Show" value={show ?? 'all'} data={[{ value: 'all', label: 'All' }, { value: 'gained', label: 'Gained' }, { value: 'lost', label: 'Lost' }]}
            onChange={(value) => void navigate({ search: (before) => ({ ...before, show: value === 'all' ? undefined : (value as 'gained' | 'lost') }), replace: true })}
          />
        </Group>
      </Panel>
      {snapshots.error && <Failure error={snapshots.error} retry={() => snapshots.refetch()} />}
      {list.length === 1 && <Panel><Empty icon={IconArrowsDiff} title="There is one scan so far">A comparison needs two. The next scan comes by itself, or start one from Integrations.</Empty></Panel>}
      {list.length > 1 && <Difference from={from} to={to} what={what} show={show} height="calc(100dvh - 400px)" onPick={(next) => void navigate({ search: (before) => ({ ...before, what: next }), resetScroll: false })} />}
    </Page>
  )
}
