import { Button, Text } from '@mantine/core'
import { useMay } from '@/api/permissions'
import { useScanNow } from '@/api/scan'
import type { IntegrationView, ProgressView } from '@/api/types'
import { count, counted, elapsed } from '@/format/format'
import { stateLook } from '@/look/states'
import { When } from '@/look/When'
import { Words } from '@/look/Words'
import { Card, LastFailure, ToSettings } from './Card'
import { newestFault, readWords, type Failed } from './standing'

const NAME = 'Resource scan'

/** The scan of users, groups, apps, roles and tokens: how far it is, what it read last, when it comes next. */
export function ScanCard({ integration, progress }: { integration: IntegrationView; progress: ProgressView | undefined }) {
  const may = useMay()
  const now = useScanNow(integration.org_url)
  const { scan, snapshot, settings, following } = integration
  const isRunning = progress?.running ?? scan?.state === 'running'
  const wholeAt = snapshot?.whole_at ?? snapshot?.taken_at
  const logged = newestFault(integration.errors ?? [], ['scan', 'refresh'], wholeAt)
  const failed: Failed | undefined = !isRunning && scan?.error ? { at: scan.finished_at ?? scan.started_at ?? '', message: scan.error, advice: scan.advice, isOpen: true } : logged
  const { label, badge } = stateLook(integration.state)
  return (
    <Card
      name={NAME} look={settings.scan_enabled === false ? { word: 'off', color: 'gray' } : { word: label, color: badge }}
      now={isRunning && progress ? {
        stage: progress.phase, percent: progress.of ? (100 * progress.done) / progress.of : undefined,
        far: `${progress.of ? `${count(progress.done)} of ${count(progress.of)}` : `${count(progress.done)} read`}${typeof progress.eta_s === 'number' ? `, about ${elapsed(progress.eta_s * 1e6)} left` : ''}`,
      } : undefined}
      facts={{
        'Last success': <><When at={wholeAt} never="none yet" />{!isRunning && scan?.state === 'done' && scan.started_at && scan.finished_at && `, took ${elapsed((Date.parse(scan.finished_at) - Date.parse(scan.started_at)) * 1000)}`}</>,
        'Last failure': <LastFailure failed={failed} />,
        Read: readWords(integration.coverage ?? []),
        Requests: progress && `${counted(progress.requests, 'request')} to Okta`,
        'Between scans': following?.problem ? <Words>{following.problem}</Words> : following?.refreshed_at ? <>changes were taken over <When at={following.refreshed_at} /></> : following?.read_at && <>nothing has changed access, as of <When at={following.read_at} /></>,
        'Next run': integration.next_scan_at ? <When at={integration.next_scan_at} /> : 'not planned',
      }}
      actions={may('plugin.update') && (
        <>
          <Button size="xs" variant="default" loading={now.isPending} disabled={isRunning} onClick={() => now.mutate()} aria-label={`Run now: ${NAME}`}>{isRunning ? 'Scanning' : 'Run now'}</Button>
          <ToSettings at="settings" of={NAME} />
        </>
      )}
    >
      {now.error && <Text size="sm" c="red" role="alert"><Words>{now.error.message}</Words></Text>}
    </Card>
  )
}
