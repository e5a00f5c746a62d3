import { List, Text } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { Empty } from '@/look/Empty'
import { LinkText } from '@/look/links'
import { Panel } from '@/look/Panel'

/** App and group sync is not there: says so, and what it will need. */
export function ListsStep() {
  return (
    <Panel>
      <Empty icon={IconListDetails} title="App and group sync comes with access lists">
        <Text size="sm">This version of Portolan has no access lists yet, so there is nothing to set here, and nothing is synchronised. Until then apps, groups and who is in them are read by the scan and shown in the <LinkText to="/browse" size="sm" underline="always">access graph</LinkText>.</Text>
        <List size="sm" ta="left" mt="sm" spacing={2}>
          <List.Item>It will need user sync: the members of lists are people.</List.Item>
          <List.Item>It will need scopes that may write, if lists are to change Okta: <code>okta.groups.manage</code>, <code>okta.apps.manage</code>.</List.Item>
        </List>
      </Empty>
    </Panel>
  )
}
