import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '@/api/permissions'
import { syncQuery, useSyncRun } from '@/api/provision'
import type { IntegrationView } from '@/api/types'
import { count, counted, humane } from '@/format/format'
import { When } from '@/look/When'
import { Words } from '@/look/Words'
import { summary } from '../look'
import { Card, LastFailure, ToSettings, Unread, Unseen } from './Card'
import { lastGoodRun, newestFault, syncLook, syncsWhom } from './standing'

const NAME = 'User sync'

/** Who is kept in step, what the last run did or holds and why, and when the next one comes. */
export function SyncCard({ integration }: { integration: IntegrationView }) {
  const isManager = useMay()('plugin.update')
  const { data, error } = useQuery({ ...syncQuery, enabled: isManager })
  const run = useSyncRun()
  if (!isManager) return <Unseen name={NAME} />
  if (error) return <Unread name={NAME} error={error} />
  if (!data) return <Card name={NAME} look={{ word: '…', color: 'gray' }} facts={{}} />
  const [last] = data.runs
  const good = lastGoodRun(data.runs)
  const plan = last?.plan
  return (
    <Card
      name={NAME} look={syncLook(data)} now={run.isPending ? { stage: 'plans, then does what is planned' } : undefined}
      facts={{
        'Keeps in step': data.settings.enabled && syncsWhom(data.settings),
        'Last run': last && <><When at={last.ended_at} />: {last.outcome === 'nothing' ? 'nothing to do' : `${humane(last.outcome).toLowerCase()}, ${summary(last.plan)}`} <span className="quiet">(woken by {last.woken_by}{last.repeats > 1 && `, ${count(last.repeats)} times`})</span></>,
        'Last success': <When at={good?.ended_at} never="none yet" />,
        'Last failure': <LastFailure failed={newestFault(integration.errors ?? [], ['user_sync'], good?.ended_at)} />,
        'Left as it is': plan && (plan.clash_count ?? 0) > 0 && `${counted(plan.clash_count ?? 0, 'name')} that somebody else has here`,
        'Next run': data.settings.enabled ? <>after the next scan{integration.next_scan_at && <>, <When at={integration.next_scan_at} /></>}, or within five minutes of a change in Okta</> : 'not planned',
      }}
      actions={(
        <>
          {data.settings.enabled && <Button size="xs" variant="default" loading={run.isPending} onClick={() => run.mutate(null)} aria-label={`Run now: ${NAME}`}>Run now</Button>}
          <ToSettings at="user-sync" of={NAME}>{data.is_held ? 'Look at who, and decide' : data.settings.enabled ? 'Settings and runs' : 'Look at the plan, and switch on'}</ToSettings>
        </>
      )}
    >
      {data.is_held && <Text size="sm" c="red" role="note">A run waits for your word{plan?.held && `: it takes the access of ${count(plan.held.removals)} of ${count(plan.held.active)} people, and the brake allows ${plan.held.percent}%${typeof plan.held.count === 'number' ? ` and ${count(plan.held.count)} people` : ''}`}.</Text>}
      {(plan?.withheld ?? 0) > 0 && <Text size="sm" role="note">{counted(plan?.withheld ?? 0, 'removal')} left out: the scan did not read everything, and removes nobody.</Text>}
      {run.error && <Text size="sm" c="red" role="alert"><Words>{run.error.message}</Words></Text>}
    </Card>
  )
}
