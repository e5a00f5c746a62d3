import { Alert, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircle, IconCircleCheck, IconCircleHalf2, IconEyeOff, IconLoader2 } from '@tabler/icons-react'
import type { IntegrationView, ProgressView } from '@/api/types'
import { atTime, count, elapsed } from '@/format/format'
import { heading } from '@/format/sentence'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { Following } from './Following'
import classes from './integrations.module.css'
import { Words } from '@/look/Words'

/** The running scan, live, or the last one: when, how long, how many requests, and what went wrong with what to do. */
export function LastScan({ integration, progress }: { integration: IntegrationView; progress: ProgressView | undefined }) {
  const { scan, snapshot } = integration
  const running = progress?.running ?? scan?.state === 'running'
  return (
    <Panel title={running ? 'A scan is running' : 'Last scan'}>
      <Stack gap="md">
        {running && progress && <Running progress={progress} />}
        {!running && scan?.error && (
          <Alert color="red" icon={<IconAlertTriangle size={18} />} title={`The last scan failed: ${scan.error}`}>
            {scan.advice && <Text size="sm"><Words>{scan.advice}</Words></Text>}
            <Text size="sm" c="dimmed">{snapshot ? `What is shown is of ${atTime(snapshot.whole_at ?? snapshot.taken_at)}, the last whole scan. Nothing of the failed one is mixed in.` : 'There is no whole scan yet, so there is nothing to show.'}</Text>
          </Alert>
        )}
        <SimpleGrid cols={{ base: 2, md: 5 }}>
          <Fact label="Last whole scan" value={<When at={snapshot?.whole_at ?? snapshot?.taken_at} never="none yet" />} />
          <Fact label="Took" value={scan?.started_at && scan.finished_at ? elapsed((Date.parse(scan.finished_at) - Date.parse(scan.started_at)) * 1000) : '–'} />
          <Fact label="Requests to Okta" value={progress ? count(progress.requests) : '–'} />
          <Fact label="Left in the tightest budget" value={progress?.requests_left === null || progress?.requests_left === undefined ? '–' : count(progress.requests_left)} />
          <Fact label="Next scan" value={integration.next_scan_at ? <When at={integration.next_scan_at} /> : 'not planned'} />
        </SimpleGrid>
        <Following following={integration.following} />
        {progress && progress.classes.length > 0 && <Classes progress={progress} />}
      </Stack>
    </Panel>
  )
}

function Running({ progress }: { progress: ProgressView }) {
  return (
    <div role="status">
      <Group justify="space-between" mb={6}>
        <Text size="sm" fw={540}>{heading(progress.phase)}</Text>
        <Text size="sm" c="dimmed" className="num">
          {progress.of ? `${count(progress.done)} of ${count(progress.of)}` : `${count(progress.done)} read`}
          {progress.eta_s !== null && progress.eta_s !== undefined && `, about ${elapsed(progress.eta_s * 1e6)} left`}
        </Text>
      </Group>
      <Progress value={progress.of ? (100 * progress.done) / progress.of : 100} animated striped={!progress.of} aria-label="Progress of the scan" />
    </div>
  )
}

function Fact({ label, value }: { label: string; value: React.ReactNode }) {
  return <div><Text size="xs" c="dimmed">{label}</Text><Text fw={580} className="num" component="div">{value}</Text></div>
}

const STATES = {
  waiting: { icon: IconCircle, color: 'var(--p-quiet)', word: 'waiting' },
  running: { icon: IconLoader2, color: 'var(--mantine-color-tide-6)', word: 'being read' },
  done: { icon: IconCircleCheck, color: 'var(--mantine-color-green-6)', word: 'read whole' },
  partial: { icon: IconCircleHalf2, color: 'var(--mantine-color-brass-6)', word: 'read in part' },
  not_read: { icon: IconEyeOff, color: 'var(--mantine-color-red-6)', word: 'not read' },
}

function Classes({ progress }: { progress: ProgressView }) {
  return (
    <ul className={classes.classes} aria-label="Classes of the scan">
      {progress.classes.map((row) => {
        const { icon: Mark, color, word } = STATES[row.state]
        return (
          <li key={row.class}>
            <Mark size={16} color={color} role="img" aria-label={word} /> <span>{heading(row.label)}</span>
            <span className="quiet num">{row.state === 'not_read' ? 'not read' : row.of && row.state === 'running' ? `${count(row.done)} of ${count(row.of)}` : row.state === 'waiting' ? '' : count(row.done)}</span>
          </li>
        )
      })}
    </ul>
  )
}
