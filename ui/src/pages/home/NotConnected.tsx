import { List, Text } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { Empty } from '@/look/Empty'
import { Panel } from '@/look/Panel'
import { LinkButton } from '@/look/links'

/** The first page before an organization is connected. */
export function NotConnected() {
  return (
    <Panel mt="xl" maw={760} mx="auto">
      <Empty icon={IconPlugConnected} title="Connect your Okta organization">
        <Text size="sm">Portolan reads users, groups, apps, roles, role assignments, API tokens and the System Log, and answers:</Text>
        <List size="sm" ta="left" my="sm" spacing={4} withPadding>
          <List.Item>Which applications can a specific user access?</List.Item>
          <List.Item>Who has administrator roles in the Okta organization?</List.Item>
          <List.Item>Which API tokens exist and who owns them?</List.Item>
          <List.Item>What admin actions have been performed recently?</List.Item>
          <List.Item>Is my upstream IdP being compromised, and are there suspicious sign-ins?</List.Item>
        </List>
        <Text size="sm">It needs read access only, and takes about ten minutes.</Text>
        <LinkButton to="/integrations/enroll/okta" mt="md">Connect Okta</LinkButton>
      </Empty>
    </Panel>
  )
}
