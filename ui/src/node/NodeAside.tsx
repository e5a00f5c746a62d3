import { ActionIcon, Alert, Badge, Button, Group, Loader, Menu, Stack, Tabs, Text, Title } from '@mantine/core'
import { IconBolt, IconCompass, IconDotsVertical, IconExternalLink, IconFilterPlus, IconRoute, IconTopologyStar3, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { nodeQuery } from '@/api/nodes'
import { useMay } from '@/api/permissions'
import type { NodePanel } from '@/api/types'
import { counted } from '@/format/format'
import { Copy } from '@/look/Copy'
import { Failure } from '@/look/Failure'
import { lookOf } from '@/look/kinds'
import { KindIcon, StatusBadge } from '@/look/NodeName'
import { Notices } from '@/look/Notices'
import { addToSearch, connectionsOf, waysOf } from './links'
import { AccessTab } from './AccessTab'
import { ConnectionsTab } from './ConnectionsTab'
import { Facts } from './Facts'
import { RawTab } from './RawTab'
import { NotYet } from './NotYet'
import { RecentActivity } from './RecentActivity'
import { Section } from './Section'
import { LinkItem } from '@/look/LinkItem'
import { LinkButton } from '@/look/links'
import { Hint } from '@/look/Hint'
import classes from './node.module.css'

/** What the panel of a kind is to show and cannot show yet; said plainly, so that nobody takes it for nothing. */
const NOT_YET: Record<string, [string, string][]> = {
  okta_group: [['Audit schedule', 'None; comes with Access Lists: no review of this group is planned here.']],
}

interface Props {
  id: string
  tab?: string
  onTab: (tab: string | undefined) => void
  onClose: () => void
}

/** One node, beside whatever page is open. The page stays usable; Escape closes. */
export function NodeAside({ id, tab, onTab, onClose }: Props) {
  const { data, error, isPending, refetch } = useQuery(nodeQuery(id))
  const place = useRef<HTMLDivElement>(null)
  // Who opened it by keyboard goes on inside; closing gives the focus back.
  useEffect(() => {
    const before = document.activeElement
    place.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <div ref={place} tabIndex={-1} style={{ outline: 'none' }} role="presentation" onKeyDown={(event) => { if (event.key === 'Escape') onClose() }}>
      {isPending && <Group p="lg"><Loader size="sm" /><Text size="sm" c="dimmed">Reading…</Text></Group>}
      {error && (
        <Stack p="lg">
          <Failure error={error} retry={() => refetch()} />
          <Button variant="default" onClick={onClose}>Close</Button>
        </Stack>
      )}
      {data && <Content panel={data} tab={tab} onTab={onTab} onClose={onClose} />}
    </div>
  )
}

function Content({ panel, tab, onTab, onClose }: { panel: NodePanel } & Omit<Props, 'id'>) {
  const may = useMay()
  const overview = panel.sections.filter((section) => section.tab === 'overview')
  const permissions = panel.sections.filter((section) => section.tab === 'permissions')
  return (
    <>
      <Head panel={panel} onClose={onClose} />
      <Tabs value={tab ?? 'overview'} onChange={(value) => onTab(value === 'overview' ? undefined : (value ?? undefined))} keepMounted={false}>
        <Tabs.List px="lg" className={classes.tabs}>
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          {permissions.length > 0 && <Tabs.Tab value="permissions">Permissions & Eligibility</Tabs.Tab>}
          <Tabs.Tab value="access">View Access</Tabs.Tab>
          <Tabs.Tab value="connections">Connections</Tabs.Tab>
          {panel.has_raw && <Tabs.Tab value="raw">Raw</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="overview" p="lg">
          <Stack gap="lg">
            <Notices notices={panel.notices} />
            <Facts panel={panel} />
            {overview.map((section) => <Section key={section.id} node={panel.node.id} section={section} />)}
            {may('activity.list') && <RecentActivity node={panel.node} />}
            {NOT_YET[panel.node.sub_kind]?.map(([title, why]) => <NotYet key={title} title={title} why={why} />)}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="permissions" p="lg">
          <Stack gap="lg">
            {permissions.map((section) => <Section key={section.id} node={panel.node.id} section={section} />)}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="access" p="lg"><AccessTab node={panel.node} /></Tabs.Panel>
        <Tabs.Panel value="connections" p="lg"><ConnectionsTab id={panel.node.id} /></Tabs.Panel>
        <Tabs.Panel value="raw" p="lg"><RawTab id={panel.node.id} /></Tabs.Panel>
      </Tabs>
    </>
  )
}

function Head({ panel, onClose }: { panel: NodePanel; onClose: () => void }) {
  const { node } = panel
  const look = lookOf(node.sub_kind, node.kind)
  return (
    <Stack gap={12} px="lg" pt="lg" pb="sm">
      <Group wrap="nowrap" align="flex-start" gap={12}>
        <KindIcon subKind={node.sub_kind} kind={node.kind} size={24} />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>{node.name}</Title>
          <Group gap={8} mt={2}>
            <Text size="sm" c="dimmed">{node.detail ? `${look.one} · ${node.detail}` : look.one}</Text>
            <StatusBadge status={node.status} />
            {panel.standing_privileges !== null && panel.standing_privileges !== undefined && (
              <Hint label="Distinct resources reached without asking anybody">
                <Badge color="tide">{counted(panel.standing_privileges, 'standing privilege')}</Badge>
              </Hint>
            )}
          </Group>
        </div>
        <MoreMenu panel={panel} />
        <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label="Close details"><IconX size={18} /></ActionIcon>
      </Group>
      <Group gap={8}>
        <LinkButton {...waysOf(node)} size="xs" leftSection={<IconCompass size={15} />}>View Access</LinkButton>
        <LinkButton {...connectionsOf(node)} size="xs" variant="default" leftSection={<IconTopologyStar3 size={15} />}>
          Browse Connections
        </LinkButton>
      </Group>
      {node.status === 'DEPROVISIONED' && (
        <Alert color="gray" p="xs">Deactivated in Okta: what is listed here can no longer be used.</Alert>
      )}
    </Stack>
  )
}

function MoreMenu({ panel }: { panel: NodePanel }) {
  const { node } = panel
  const narrow = addToSearch(node)
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="More about this node"><IconDotsVertical size={18} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {narrow && <LinkItem {...narrow} leftSection={<IconFilterPlus size={16} />}>Add to Explorer search</LinkItem>}
        <LinkItem to="/paths" search={{ mode: 'blast', node: node.id }} leftSection={<IconBolt size={16} />}>Blast radius</LinkItem>
        <LinkItem to="/paths" search={{ from: node.id }} leftSection={<IconRoute size={16} />}>Find a path from here</LinkItem>
        <LinkItem to="/paths" search={{ to: node.id }} leftSection={<IconRoute size={16} />}>Find a path to here</LinkItem>
        {panel.okta_url && (
          <Menu.Item component="a" href={panel.okta_url} target="_blank" rel="noreferrer" leftSection={<IconExternalLink size={16} />}>Open in Okta</Menu.Item>
        )}
        <Menu.Divider />
        <Group px="sm" py={4} gap={4} wrap="nowrap">
          <Text size="xs" c="dimmed" className="mono" truncate style={{ flex: 1 }}>{node.id}</Text>
          <Copy value={node.id} label="Copy the id" />
        </Group>
      </Menu.Dropdown>
    </Menu>
  )
}
