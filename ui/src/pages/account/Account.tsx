import { Loader, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { accountQuery } from '@/api/account'
import { useMay } from '@/api/permissions'
import { sessionQuery } from '@/api/session'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { Notices } from '@/look/Notices'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { RoleBadges } from '@/look/RoleBadges'
import { When } from '@/look/When'
import { Colours } from './Colours'
import { OwnSessions } from './OwnSessions'
import { Passkeys } from './Passkeys'
import { Password } from './Password'
import { SecondFactor } from './SecondFactor'
import { Tokens } from './Tokens'

/** One's own account: who one is here, what protects it, where one is signed in, and the tokens. */
export function Account() {
  const session = useQuery(sessionQuery)
  const may = useMay()
  const isPerson = session.data?.principal?.via === 'session'
  const { data, error, isPending, refetch } = useQuery({ ...accountQuery, enabled: isPerson })
  const principal = session.data?.principal
  return (
    <Page title="Account" lead="Your sign-in, what protects it, and your tokens.">
      <Stack gap="md">
        {isPerson && isPending && <Loader size="sm" role="status" aria-label="Reading" />}
        {error && <Failure error={error} retry={() => refetch()} />}
        <Notices notices={(data?.advice ?? []).map((message) => ({ level: 'warning', message }))} />
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <Panel title="Signed in as">
            <FactList
              facts={{
                'Name': <b>{data?.person.display_name || principal?.name}</b>,
                'Login': data?.person.display_name ? data.person.name : undefined,
                'E-mail': data?.person.email,
                'Way': principal?.via === 'token' ? 'API token' : principal?.connector ? `single sign-on, ${principal.connector}` : 'password',
                'Roles': <RoleBadges roles={principal?.roles ?? []} />,
                'Session ends': session.data?.expires_at && <When at={session.data.expires_at} />,
                'Colours': <Colours />,
              }}
            />
          </Panel>
          {data && <Protection hasPassword={data.person.has_password} hasCodes={data.has_codes} connector={principal?.connector} />}
        </SimpleGrid>
        {isPerson && <OwnSessions />}
        {may('token.create') && may('token.list') && <Tokens own={principal?.roles ?? []} />}
      </Stack>
    </Page>
  )
}

function Protection({ hasPassword, hasCodes, connector }: { hasPassword: boolean; hasCodes: boolean; connector?: string | null }) {
  if (!hasPassword) {
    return <Panel title="Password and second factor"><Text size="sm">You have no password here. {connector ? `Password and second factor are those of the identity provider behind ${connector}.` : ''}</Text></Panel>
  }
  return (
    <Panel title="Passkeys, password and second factor">
      <Stack gap="lg">
        <Passkeys />
        <SecondFactor isSet={hasCodes} />
        <Password />
      </Stack>
    </Panel>
  )
}
