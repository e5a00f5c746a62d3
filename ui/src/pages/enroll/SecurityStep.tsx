import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { collectorsQuery } from '@/api/detections'
import { useProgress } from '@/api/progress'
import type { IntegrationView } from '@/api/types'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { CollectorCard } from '@/pages/collectors/CollectorCard'
import { ofOrg } from '@/pages/integrations/cards/standing'
import { LastScan } from '@/pages/integrations/LastScan'
import { SettingsCard } from '@/pages/integrations/SettingsCard'

/** The scan of resources and the export of the System Log: whether, how often, how far back. */
export function SecurityStep({ integration }: { integration: IntegrationView }) {
  const { data, error, refetch } = useQuery(collectorsQuery)
  const progress = useProgress(integration)
  const log = data && ofOrg(data.collectors, integration.org_url)
  return (
    <>
      <SettingsCard integration={integration} title="Resource scan and System Log" />
      <LastScan integration={integration} progress={progress} />
      {error && <Failure error={error} retry={() => refetch()} />}
      {log && <CollectorCard source={undefined} collector={log} />}
      {data && !log && <Panel title="Okta System Log"><Text size="sm" c="dimmed">Nothing reads the System Log. The credential needs <code>okta.logs.read</code>, or the rights of an administrator who may see reports.</Text></Panel>}
      <Text size="sm" c="dimmed" maw={760}>The System Log is read beside the scan, every minute unless set otherwise above; the days of its past that are set, 90 at most, which is as long as Okta keeps it, are fetched without holding up the present. Events stay here as long as the retention of the server says, also when Okta has forgotten them.</Text>
    </>
  )
}
