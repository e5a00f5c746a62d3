import { Badge, Button, Group, Loader, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconPlugConnected, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { integrationsQuery } from '@/api/integrations'
import { useProgress } from '@/api/progress'
import { useScanNow } from '@/api/scan'
import { useMay } from '@/api/permissions'
import type { IntegrationView } from '@/api/types'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { LinkButton } from '@/look/links'
import { Notices } from '@/look/Notices'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { stateLook } from '@/look/states'
import { Coverage } from '@/pages/home/Coverage'
import { Budget } from './Budget'
import { Components } from './Components'
import { Danger } from './Danger'
import { ErrorLog } from './ErrorLog'
import { LastScan } from './LastScan'
import { Rotate } from './Rotate'
import { SettingsCard } from './SettingsCard'
import classes from './integrations.module.css'
import { Scim } from './Scim'
import { UserSync } from './UserSync'
import { Words } from '@/look/Words'

/** How an integration is: progress, last success and failure with advice, budget, what was read, settings. */
export function Status() {
  const { org } = useSearch({ from: '/shell/integrations/okta' })
  const { data, error, isPending, refetch } = useQuery(integrationsQuery)
  const one = data?.integrations.find((candidate) => candidate.org_url === org) ?? data?.integrations[0]
  return (
    <Page
      title="Okta" lead={one?.org_url}
      actions={one && <RunNow integration={one} />}
    >
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && !one && (
        <Panel><Empty icon={IconPlugConnected} title="Nothing is connected">Connect an Okta organization first.<div><LinkButton to="/integrations/enroll/okta" mt="md">Connect Okta</LinkButton></div></Empty></Panel>
      )}
      {one && <Content integration={one} />}
    </Page>
  )
}

function RunNow({ integration }: { integration: IntegrationView }) {
  const scan = useScanNow(integration.org_url)
  const running = integration.state === 'scanning'
  return (
    <>
      <Badge size="lg" color={stateLook(integration.state).badge}>{stateLook(integration.state).label}</Badge>
      <Button leftSection={<IconRefresh size={16} />} onClick={() => scan.mutate()} loading={scan.isPending} disabled={running}>{running ? 'Scanning' : 'Run now'}</Button>
    </>
  )
}

function Content({ integration }: { integration: IntegrationView }) {
  const isManager = useMay()('plugin.update')
  const progress = useProgress(integration)
  return (
    <Stack gap="md">
      <Text size="sm" component="div"><Words>{integration.summary}</Words></Text>
      <Notices notices={integration.notices} />
      <Components integration={integration} progress={progress} />
      <LastScan integration={integration} progress={progress} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <div id="settings" className={classes.anchor}><SettingsCard integration={integration} /></div>
        <Panel title="Credential">
          <Group justify="space-between" align="flex-start">
            <div>
              <Text size="sm" fw={540}>{integration.auth.kind === 'api_token' ? 'API token (SSWS)' : 'Service app (OAuth 2.0)'}</Text>
              {integration.auth.client_id && <Text size="sm" c="dimmed" className="mono">{integration.auth.client_id}</Text>}
              {integration.auth.key_id && <Text size="sm" c="dimmed">Signs with the key <span className="mono">{integration.auth.key_id}</span></Text>}
              <Text size="sm" c="dimmed" mt={4}>Stored encrypted. It is never shown, logged or returned.</Text>
            </div>
          </Group>
          <Rotate integration={integration} />
        </Panel>
      </SimpleGrid>
      {isManager && <div id="scim" className={classes.anchor}><Scim /></div>}
      {isManager && <div id="user-sync" className={classes.anchor}><UserSync /></div>}
      <ErrorLog errors={integration.errors ?? []} />
      <Budget rows={integration.budget ?? []} />
      <Coverage rows={integration.coverage ?? []} />
      <Danger integration={integration} />
    </Stack>
  )
}
