import { Alert, Group, Text } from '@mantine/core'
import { IconActivityHeartbeat, IconAlertTriangle } from '@tabler/icons-react'
import type { IntegrationView } from '@/api/types'
import { When } from '@/look/When'
import { Words } from '@/look/Words'

/** Whether changes in Okta show before the next scan: Okta's System Log is followed for them. */
export function Following({ following }: { following: IntegrationView['following'] }) {
  if (!following) return null
  if (following.problem) {
    return (
      <Alert color="yellow" icon={<IconAlertTriangle size={18} />} title="Changes show with the next scan only">
        <Text size="sm"><Words>{following.problem}</Words></Text>
        {following.advice && <Text size="sm" c="dimmed"><Words>{following.advice}</Words></Text>}
      </Alert>
    )
  }
  if (!following.read_at) return null
  return (
    <Group gap={6} wrap="nowrap">
      <IconActivityHeartbeat size={16} aria-hidden />
      <Text size="sm" c="dimmed" component="div">
        Okta’s System Log was read to its end <When at={following.read_at} />
        {following.refreshed_at ? <>; changes were last taken over <When at={following.refreshed_at} /></> : '; nothing in it has changed access since the scan'}.
      </Text>
    </Group>
  )
}
