import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '@/api/permissions'
import { syncQuery, useSyncRun, type SyncView } from '@/api/provision'
import { count, counted, humane } from '@/format/format'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { Sure } from '@/look/Sure'
import { When } from '@/look/When'
import { SyncForm } from './SyncForm'
import { SyncPlan } from './SyncPlan'
import { summary } from './look'

/** User sync: who is kept in step with Okta, what the last run did, and a run that is held for a person's word. */
export function UserSync() {
  const may = useMay()
  const { data, error, refetch } = useQuery(syncQuery)
  const run = useSyncRun()
  if (error) return <Panel title="User sync"><Failure error={error} retry={() => refetch()} /></Panel>
  if (!data) return null
  const [last, ...earlier] = data.runs
  const isEditor = may('plugin.update')
  return (
    <Panel
      title={<Group gap={10}>User sync <Badge color={data.is_held ? 'red' : data.settings.enabled ? 'green' : 'gray'}>{data.is_held ? 'held' : data.settings.enabled ? 'on' : 'off'}</Badge></Group>}
      actions={isEditor && data.settings.enabled && <Button size="xs" variant="default" loading={run.isPending} onClick={() => run.mutate(null)}>Sync now</Button>}
    >
      <Stack gap="md">
        {data.is_held && (
          <Alert color="red" title="A run waits for your word">
            <Text size="sm">It would take more people’s access away than the brake allows{last?.plan.held && `: ${count(last.plan.held.removals)} of ${count(last.plan.held.active)}`}. Look at who, and go on only if that is what changed in Okta.</Text>
            {run.data?.is_other && <Text size="sm" fw={560} role="alert">What you approved is not the plan any more: something changed since. This is the new one; look at it again.</Text>}
            {isEditor && last?.plan.hash && <Sure key={last.plan.hash} really="Let exactly this run" size="xs" variant="light" busy={run.isPending} onSure={() => run.mutate(last.plan.hash ?? null)}>Approve…</Sure>}
          </Alert>
        )}
        {run.error && <Failure error={run.error} />}
        {last && <div><Text size="sm" fw={560}>Last run <When at={last.ended_at} />: {humane(last.outcome).toLowerCase()}<Often run={last} /></Text><SyncPlan plan={last.plan} /></div>}
        {earlier.length > 0 && (
          <details>
            <summary>{counted(earlier.length, 'earlier run')}</summary>
            <Stack gap={6} mt={6} role="list" aria-label="Earlier runs">
              {earlier.map((one) => (
                <div key={one.id} role="listitem">
                  <Text size="sm"><When at={one.ended_at} />: {humane(one.outcome).toLowerCase()}, by {one.woken_by}<Often run={one} /></Text>
                  <Text size="xs" c="dimmed">{summary(one.plan)}</Text>
                </div>
              ))}
            </Stack>
          </details>
        )}
        {isEditor && <SyncForm key={JSON.stringify(data.settings)} saved={data.settings} apps={data.apps} />}
      </Stack>
    </Panel>
  )
}

/** How many runs one after the other came to the same. */
function Often({ run }: { run: SyncView['runs'][number] }) {
  return run.repeats > 1 ? <>, {count(run.repeats)} times since <When at={run.started_at} /></> : null
}
