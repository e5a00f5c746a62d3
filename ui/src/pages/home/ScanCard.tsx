import { Badge, Button, Group, Progress, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useProgress } from '@/api/progress'
import { useScanNow } from '@/api/scan'
import type { IntegrationView } from '@/api/types'
import { count } from '@/format/format'
import { heading } from '@/format/sentence'
import { stateLook } from '@/look/states'
import { When } from '@/look/When'
import classes from './home.module.css'
import { LinkButton } from '@/look/links'
import { Words } from '@/look/Words'

/** How old the answers are, and how far a running scan is. */
export function ScanCard({ integration }: { integration: IntegrationView }) {
  const look = stateLook(integration.state)
  const progress = useProgress(integration)
  const scan = useScanNow(integration.org_url)
  const running = progress?.running ?? integration.state === 'scanning'
  return (
    <div className={classes.card}>
      <Group justify="space-between"><span className={classes.question}>State of the scan</span><Badge color={look.badge}>{look.label}</Badge></Group>
      {running && progress ? (
        <>
          <Progress value={progress.of ? (100 * progress.done) / progress.of : 100} animated striped={!progress.of} size="md" mt={6} aria-label="Progress of the scan" />
          <Text size="sm" role="status">
            {heading(progress.phase)}{progress.of ? `: ${count(progress.done)} of ${count(progress.of)}` : ''}
          </Text>
          <Text size="xs" c="dimmed">
            {count(progress.requests)} requests{progress.requests_left !== null && progress.requests_left !== undefined && `, ${count(progress.requests_left)} left in the budget`}
          </Text>
        </>
      ) : (
        <>
          <span className={classes.number} style={{ fontSize: 24 }}><When at={integration.snapshot?.taken_at} never="No whole scan yet" /></span>
          <span className={classes.sentence}><Words>{integration.summary}</Words></span>
          {integration.next_scan_at && <Text size="xs" c="dimmed">Next scan <When at={integration.next_scan_at} /></Text>}
        </>
      )}
      <Group mt="auto" gap={8}>
        <Button size="compact-sm" variant="light" leftSection={<IconRefresh size={15} />} onClick={() => scan.mutate()} loading={scan.isPending} disabled={running}>Run now</Button>
        <LinkButton size="compact-sm" variant="subtle" to="/integrations/okta">Details</LinkButton>
      </Group>
    </div>
  )
}
