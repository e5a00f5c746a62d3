import { Anchor, List, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sessionQuery } from '@/api/session'
import { FactList } from '@/look/FactList'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { RoleBadges } from '@/look/RoleBadges'
import { When } from '@/look/When'
import { powersOf } from './powers'

/** The first page of somebody whose roles do not open the access graph: who they are here, and what they may do. */
export function Welcome() {
  const { data: session } = useQuery(sessionQuery)
  const principal = session?.principal
  const powers = powersOf(principal?.permissions ?? [])
  return (
    <Page title={`Welcome, ${principal?.name ?? ''}`} lead="You are signed in. This is what you can do here.">
      <Stack gap="md" maw={760}>
        <Panel title="You">
          <FactList
            facts={{
              'Name': <b>{principal?.name}</b>,
              'Signed in by': principal?.connector ? `single sign-on, ${principal.connector}` : 'password',
              'Roles': <RoleBadges roles={principal?.roles ?? []} />,
              'Session ends': session?.expires_at && <When at={session.expires_at} />,
            }}
          />
        </Panel>
        <Panel title="What your roles allow">
          {powers.length > 0
            ? <List size="sm" spacing={4}>{powers.map((power) => <List.Item key={power}>{power}</List.Item>)}</List>
            : <Text size="sm">Your roles open nothing of this server yet. Somebody with the role editor can give you more.</Text>}
          <Text size="sm" c="dimmed" mt="sm">Who reaches what in your organization is shown to people with a role that reads the access graph. If you need it, ask an administrator.</Text>
        </Panel>
        <Text size="sm">Your sign-in, passkeys and sessions are under <Anchor component={Link} to="/account">Account</Anchor>.</Text>
      </Stack>
    </Page>
  )
}
