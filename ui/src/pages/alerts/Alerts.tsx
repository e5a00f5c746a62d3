import { Button, Chip, Group, Loader, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconBellOff, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { alertsQuery } from '@/api/detections'
import { counted, humane } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { Tiles } from '@/look/Tiles'
import { AlertTable } from './AlertTable'
import { SEVERITIES, STATUSES } from './looks'
import { narrowed } from './narrowed'

/** What the rules found that still wants somebody. */
const WORK = 'open,in_progress,triaged'

export function Alerts() {
  return <Only may="alert.list"><List /></Only>
}

function List() {
  const { status = WORK, severity, rule, who, q, tactic, from } = useSearch({ from: '/shell/alerts' })
  const navigate = useNavigate({ from: '/alerts' })
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery(alertsQuery({ status: status === 'all' ? undefined : status, severity, rule, identity: who, q, tactic, from }))
  const first = data?.pages[0]
  const alerts = data?.pages.flatMap((page) => page.alerts) ?? []
  const [text, setText] = useState(q ?? '')
  const ask = useDebouncedCallback((wanted: string) => void navigate({ search: (now) => ({ ...now, q: wanted || undefined }), replace: true }), 200)
  const chosen = status === 'all' ? [] : status.split(',')
  const number = (list: readonly { word: string; count: number }[] | undefined, wanted: string) => list && (list.find(({ word }) => word === wanted)?.count ?? 0)
  const narrow = narrowed({ rule, who, tactic, from })
  return (
    <Page title="Alerts" wide lead="What the rules found, folded by whom it is about.">
      <Tiles
        label="Unsettled, by severity"
        tiles={SEVERITIES.map((one) => ({
          label: one, number: number(first?.by_severity, one), tone: one === 'critical' || one === 'high' ? 'bad' : one === 'medium' ? 'fair' : 'plain', help: 'Alerts that are not resolved or closed', pressed: severity === one,
          onPress: () => void navigate({ search: (now) => ({ ...now, severity: severity === one ? undefined : one }), replace: true }),
        }))}
      />
      <Group mb="sm" gap="sm">
        <TextInput leftSection={<IconSearch size={16} />} w={300} placeholder="Words of the alert, or whom it is about" aria-label="Filter alerts" value={text} onChange={(event) => { setText(event.currentTarget.value); ask(event.currentTarget.value) }} />
        <Chip.Group multiple value={chosen} onChange={(next) => void navigate({ search: (now) => ({ ...now, status: next.length === 0 ? 'all' : next.join(',') === WORK ? undefined : next.join(',') }), replace: true })}>
          <Group gap={6}>{STATUSES.map((one) => <Chip key={one} value={one} size="xs">{humane(one)} {number(first?.by_status, one) ?? ''}</Chip>)}</Group>
        </Chip.Group>
        {narrow && <Group gap={8}><Text size="sm" fw={540}>{narrow}</Text><Button size="compact-xs" variant="default" onClick={() => void navigate({ search: (now) => ({ ...now, rule: undefined, who: undefined, tactic: undefined, from: undefined }) })}>Show all</Button></Group>}
        {first && alerts.length > 0 && <Text size="xs" c="dimmed" role="status">{counted(first.count, 'alert')}</Text>}
      </Group>
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {first && alerts.length === 0 && <Panel><Empty icon={IconBellOff} title="No alerts">{status === WORK && !severity && !q && !narrow ? <>Nothing wants you now. <LinkText to="/rules" size="sm">The rules</LinkText> say what is watched.</> : 'Choose other statuses or severities to see more.'}</Empty></Panel>}
      {alerts.length > 0 && <Panel flush><AlertTable alerts={alerts} />{hasNextPage && <Group p="sm" justify="center"><Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>Read older alerts</Button></Group>}</Panel>}
    </Page>
  )
}
