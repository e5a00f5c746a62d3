import { ActionIcon, Group, Loader, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { pathQuery } from '@/api/graph'
import { counted } from '@/format/format'
import { Failure } from '@/look/Failure'
import { LinkButton } from '@/look/links'
import { Panel } from '@/look/Panel'
import { WayList } from '@/pages/paths/WayList'
import type { Climber } from './climbers'

/** The way of one: every step with its reason, its abuse and its fix. */
export function TheWay({ climber, org, onClose }: { climber: Climber; org: string; onClose: () => void }) {
  const { data, error, isPending, refetch } = useQuery(pathQuery(climber.node.id, org, climber.onlyWorst))
  return (
    <Panel
      title={<Group gap={10}>From {climber.node.name} {data?.found && <Text span size="sm" c="dimmed" fw={400}>{counted(data.steps.length, 'step')}</Text>}</Group>}
      actions={
        <Group gap={6} wrap="nowrap">
          <LinkButton to="/paths" search={{ from: climber.node.id, to: org, worst: climber.onlyWorst || undefined }} size="compact-sm" variant="subtle">Open alone</LinkButton>
          <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label="Close the way"><IconX size={18} /></ActionIcon>
        </Group>
      }
    >
      {isPending && <Loader size="sm" role="status" aria-label="Searching" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data?.found && <WayList steps={data.steps} worst={climber.onlyWorst} />}
      {data && !data.found && <Text size="sm">This way is closed since the list was made. Load the page again.</Text>}
    </Panel>
  )
}
