import { Button, Code, Group, Loader, SimpleGrid, Stack, Tabs, Text } from '@mantine/core'
import { IconFlask, IconInfoCircle, IconSettings } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { api, body, type Schemas } from '@/api/client'
import { connectorQuery, type ConnectorView } from '@/api/connectors'
import { useMay } from '@/api/permissions'
import { CopyLine } from '@/look/CopyLine'
import { Failure } from '@/look/Failure'
import { LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { RoleBadges } from '@/look/RoleBadges'
import { saveAs } from '@/look/saveAs'
import { Sure } from '@/look/Sure'
import { ConnectorForm } from './ConnectorForm'
import { OidcAbout, OidcForm } from './Oidc'
import { Provider } from './Provider'
import { ProviderCheck } from './ProviderCheck'
import { Refresh } from './Refresh'
import { KINDS } from './spec'
import { Trials } from './Trials'

/** One connector: what to enter in Okta, what Okta says of itself, settings, trial sign-ins. */
export function ConnectorPage() {
  return <Only may="saml.read"><One /></Only>
}

function One() {
  const { name } = useParams({ from: '/shell/connectors/$name' })
  const { tab } = useSearch({ from: '/shell/connectors/$name' })
  const navigate = useNavigate({ from: '/connectors/$name' })
  const may = useMay()
  const { data, error, isPending, refetch } = useQuery(connectorQuery(name))
  return (
    <Page title={data?.display ?? name} lead={<Group gap={8}><LinkText to="/connectors" size="sm">Connectors</LinkText> <Code>{name}</Code> {data && (KINDS[data.kind] ?? data.kind)}</Group>}>
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && (
        <Tabs value={tab ?? 'about'} onChange={(next) => void navigate({ search: { tab: next === 'about' ? undefined : (next as 'trial' | 'settings') }, replace: true })} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="about" leftSection={<IconInfoCircle size={16} />}>Overview</Tabs.Tab>
            <Tabs.Tab value="trial" leftSection={<IconFlask size={16} />}>Trial sign-in</Tabs.Tab>
            {may('saml.update') && <Tabs.Tab value="settings" leftSection={<IconSettings size={16} />}>Settings</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="about"><About connector={data} /></Tabs.Panel>
          <Tabs.Panel value="trial"><Trials connector={data} /></Tabs.Panel>
          {may('saml.update') && <Tabs.Panel value="settings">{data.oidc ? <OidcForm key={data.revision} connector={data} spec={data.oidc} /> : data.spec && <ConnectorForm key={data.revision} connector={data} spec={data.spec} />}</Tabs.Panel>}
        </Tabs>
      )}
    </Page>
  )
}

function About({ connector }: { connector: ConnectorView }) {
  const may = useMay()
  const lines = (connector.spec ?? connector.oidc)?.attributes_to_roles ?? []
  return (
    <Stack gap="md">
      {connector.refresh && <Refresh connector={connector} refresh={connector.refresh} />}
      {connector.oidc && <ProviderCheck name={connector.name} />}
      {connector.organization && <Text size="sm" c="dimmed">Vouches for people of <span className="mono">{connector.organization}</span>, and for those whom it brought itself.</Text>}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        {connector.service_provider && <InOkta name={connector.name} provider={connector.service_provider} />}
        {connector.identity_provider && <Panel title="What Okta says of itself"><Provider provider={connector.identity_provider} /></Panel>}
        {connector.oidc && connector.oidc_client && <OidcAbout spec={connector.oidc} client={connector.oidc_client} loginUrl={connector.login_url} />}
      </SimpleGrid>
      <Panel title="From attributes to roles">
        {lines.length === 0 && <Text size="sm" c="dimmed">No lines: only people who have roles already can sign in.</Text>}
        {lines.map((line) => (
          <Group key={`${line.name} ${line.value} ${line.roles.join()}`} gap={8} py={3}><Text size="sm"><span className="mono">{line.name}</span> is like <span className="mono">{line.value}</span></Text><RoleBadges roles={line.roles} /></Group>
        ))}
      </Panel>
      {may('saml.delete') && <Delete connector={connector} />}
    </Stack>
  )
}

function InOkta({ name, provider }: { name: string; provider: Schemas['ServiceProviderView'] }) {
  return (
    <Panel title="What to enter in Okta">
      <Stack gap="xs">
        <CopyLine name="Single sign-on URL" value={provider.acs_url} />
        <CopyLine name="Audience URI (SP Entity ID)" value={provider.entity_id} />
        <CopyLine name="Single Logout URL" value={provider.slo_url} />
        <CopyLine name="Our metadata" value={provider.metadata_url} />
        <CopyLine name="Where a sign-in begins" value={provider.login_url} />
        <Group justify="space-between" mt={4}>
          <Text size="xs" c="dimmed">The certificate is for encrypted assertions, signed requests and log-out.</Text>
          <Button size="compact-xs" variant="default" onClick={() => saveAs(`portolan-${name}.pem`, 'application/x-pem-file', provider.certificate_pem)}>Certificate</Button>
        </Group>
      </Stack>
    </Panel>
  )
}

function Delete({ connector }: { connector: ConnectorView }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/connectors/{name}', { params: { path: { name: connector.name } } })),
    onSuccess: async () => {
      await navigate({ to: '/connectors' })
      await queries.invalidateQueries({ queryKey: ['connectors'] })
    },
  })
  return (
    <Panel title="Delete the connector">
      {remove.error && <Failure error={remove.error} />}
      <Group justify="space-between">
        <Text size="sm" maw={680}>Sessions that began with it end at once, and nobody can sign in through it. People and their roles stay. Its key is destroyed: a new connector has another one.</Text>
        <Sure size="compact-sm" variant="light" really={`Delete ${connector.name}`} busy={remove.isPending} onSure={() => remove.mutate()}>Delete…</Sure>
      </Group>
    </Panel>
  )
}
