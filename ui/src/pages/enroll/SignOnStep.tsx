import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { ConnectorView } from '@/api/connectors'
import { useMay } from '@/api/permissions'
import { CopyLine } from '@/look/CopyLine'
import { LinkText } from '@/look/links'
import { Panel } from '@/look/Panel'
import { RoleBadges } from '@/look/RoleBadges'
import { When } from '@/look/When'
import { ConnectorForm } from '@/pages/connectors/ConnectorForm'
import { OidcForm } from '@/pages/connectors/Oidc'
import { Trials } from '@/pages/connectors/Trials'
import { MakeConnector } from './MakeConnector'
import { forgetTrial, rememberTrial } from './trialReturn'
import type { Enrollment } from './useEnrollment'

/** A connector to sign in with, chosen or made; who gets which role; a sign-in on trial. */
export function SignOnStep({ enrollment: { connectors, connector, signIn } }: { enrollment: Enrollment }) {
  const may = useMay()
  const search = useSearch({ from: '/shell/integrations/enroll/okta/$step' })
  const navigate = useNavigate({ from: '/integrations/enroll/okta/$step' })
  const choose = (name: string | undefined) => void navigate({ search: (now) => ({ ...now, connector: name }), replace: true, resetScroll: false })
  if (!may('saml.list')) return <Panel><Text size="sm">Connectors are made by somebody whose role permits <code>saml.create</code>, for example <code>editor</code>.</Text></Panel>
  if (!connector || search.connector === NEW) return <MakeConnector taken={connectors.map(({ name }) => name)} onMade={choose} onCancel={connector && (() => choose(undefined))} />
  return (
    <>
      <Panel title="Connector" actions={may('saml.create') && <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => choose(NEW)}>Make another</Button>}>
        <Stack gap="sm">
          {connectors.length > 1 && <Select label="People sign in through" maw={420} allowDeselect={false} data={connectors.map((one) => ({ value: one.name, label: one.display === one.name ? one.name : `${one.display} (${one.name})` }))} value={connector.name} onChange={(name) => choose(name ?? undefined)} />}
          {connectors.length === 1 && <Text size="sm">People sign in through <LinkText to="/connectors/$name" params={{ name: connector.name }} size="sm" underline="always">{connector.display}</LinkText>, which is reused.</Text>}
          {signIn && <Text size="sm" c="dimmed">It works: {signIn.who} signed in through it <When at={signIn.at} />.</Text>}
          <Group grow align="flex-start" preventGrowOverflow={false}>
            {addressesOf(connector).map(([name, value]) => <div key={name} style={{ minWidth: 240 }}><CopyLine name={name} value={value} /></div>)}
          </Group>
        </Stack>
      </Panel>
      <Mapping key={connector.revision} connector={connector} />
      <Trial connector={connector} />
    </>
  )
}

const NEW = 'new'

/** What is to be entered in Okta. */
function addressesOf({ service_provider: saml, oidc_client: oidc }: ConnectorView): [string, string][] {
  if (saml) return [['Single sign-on URL', saml.acs_url], ['Audience URI (SP Entity ID)', saml.entity_id]]
  return oidc ? [['Sign-in redirect URI', oidc.redirect_url], ['Sign-out redirect URI', oidc.post_logout_url]] : []
}

function Mapping({ connector }: { connector: ConnectorView }) {
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  if (isOpen && connector.spec) return <ConnectorForm connector={connector} spec={connector.spec} />
  if (isOpen && connector.oidc) return <OidcForm connector={connector} spec={connector.oidc} />
  const lines = (connector.spec ?? connector.oidc)?.attributes_to_roles ?? []
  return (
    <Panel title="From attributes to roles" actions={may('saml.update') && <Button size="xs" variant="default" onClick={() => setOpen(true)}>Change…</Button>}>
      {lines.length === 0 && <Text size="sm" c="dimmed">No lines: only people who have roles already can sign in.</Text>}
      {lines.map((line) => (
        <Group key={`${line.name} ${line.value} ${line.roles.join()}`} gap={8} py={3}><Text size="sm"><span className="mono">{line.name}</span> is like <span className="mono">{line.value}</span></Text><RoleBadges roles={line.roles} /></Group>
      ))}
    </Panel>
  )
}

function Trial({ connector }: { connector: ConnectorView }) {
  // A trial goes through Okta and comes back to the page of the connector, which leads back here.
  useEffect(() => {
    rememberTrial(sessionStorage, connector.name, Date.now())
    return () => forgetTrial(sessionStorage)
  }, [connector.name])
  return (
    <section aria-labelledby="enroll-trial">
      <Text fw={620} component="h2" size="md" id="enroll-trial" mt="xs" mb={4}>A sign-in on trial</Text>
      <Trials connector={connector} />
    </section>
  )
}
