import { Button, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body } from '@/api/client'
import { collectorsQuery } from '@/api/detections'
import { useMay } from '@/api/permissions'
import type { IntegrationView } from '@/api/types'
import { atTime, count, counted, elapsed } from '@/format/format'
import { LinkText } from '@/look/links'
import { When } from '@/look/When'
import { Words } from '@/look/Words'
import { Card, LastFailure, ToSettings, Unread } from './Card'
import { collectorLook, logPace, newestFault, ofOrg, type Failed } from './standing'

const NAME = 'System Log'

/** The export of Okta's System Log: how far behind, what is missing, how far back history is. */
export function LogCard({ integration }: { integration: IntegrationView }) {
  const isManager = useMay()('plugin.update')
  const queries = useQueryClient()
  const { data, error } = useQuery(collectorsQuery)
  const run = useMutation({
    mutationFn: () => body(api.POST('/api/v1/collectors/{source}/run', { params: { path: { source: 'okta' } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['collectors'] }),
  })
  if (error) return <Unread name={NAME} error={error} />
  if (!data) return <Card name={NAME} look={{ word: '…', color: 'gray' }} facts={{}} />
  const log = ofOrg(data.collectors, integration.org_url)
  const interval = integration.settings.log_interval_s
  const settings = isManager && <ToSettings at="settings" of={NAME} />
  if (!log || interval === 0) {
    return (
      <Card name={NAME} look={{ word: 'off', color: 'gray' }} facts={{ Kept: log && log.events > 0 && counted(log.events, 'event') }} actions={settings}>
        <Text size="sm" c="dimmed">{interval === 0 ? 'Switched off in the settings: no new events and alerts of Okta.' : 'Nothing reads it. The credential needs the right to read the System Log.'}</Text>
      </Card>
    )
  }
  const { repeated = 0, unknown = 0, malformed = 0 } = log
  const failed: Failed | undefined = log.error ? { at: log.last_failure ?? '', message: log.error, advice: log.advice, isOpen: true } : newestFault(integration.errors ?? [], ['system_log'], log.last_success)
  return (
    <Card
      name={NAME} look={collectorLook(log.state)} now={log.state === 'history' ? { stage: 'reads the past', far: log.history_until ? `back to ${atTime(log.history_until)}` : undefined } : undefined}
      facts={{
        'Last success': <><When at={log.last_success} never="none yet" />{typeof log.lag_s === 'number' && log.lag_s > 0 && `, ${elapsed(log.lag_s * 1_000_000)} behind`}</>,
        'Last failure': <LastFailure failed={failed} />,
        Events: `${count(log.events)} since the start${repeated > 0 ? `, ${count(repeated)} of them known already` : ''}`,
        Missing: log.gaps.length > 0 && log.gaps.map((gap) => <div key={gap.from}>{atTime(gap.from)} to {atTime(gap.until)}: <Words>{gap.why}</Words></div>),
        'Not understood': unknown + malformed > 0 && `${counted(unknown + malformed, 'event')}, kept as they came`,
        'Next run': logPace(interval),
      }}
      actions={(
        <>
          {isManager && <Button size="xs" variant="default" loading={run.isPending} onClick={() => run.mutate()} aria-label={`Run now: ${NAME}`}>Run now</Button>}
          {settings}
          <LinkText to="/collectors" size="sm">All collectors</LinkText>
        </>
      )}
    >
      {run.error && <Text size="sm" c="red" role="alert"><Words>{run.error.message}</Words></Text>}
      {run.data && <Text size="sm" c="dimmed" role="status"><Words>{run.data.message}</Words></Text>}
    </Card>
  )
}
