import { useQuery } from '@tanstack/react-query'
import { connectorsQuery, lastSignInQuery, trialsQuery, type ConnectorView, type SignIn } from '@/api/connectors'
import { collectorsQuery } from '@/api/detections'
import { integrationsQuery } from '@/api/integrations'
import { useMay } from '@/api/permissions'
import { scimQuery, syncQuery } from '@/api/provision'
import type { IntegrationView } from '@/api/types'
import type { Facts } from './steps'

export interface Enrollment {
  facts: Facts
  integration?: IntegrationView
  connectors: ConnectorView[]
  /** The connector of this enrolment: the one that is named, else `okta`, else the first. */
  connector?: ConnectorView
  /** The last sign-in through that connector. */
  signIn?: SignIn
  isPending: boolean
  error: Error | null
  retry: () => void
}

const READS = new Set(['following', 'history'])

/** How far the enrolment is. `chosen` names the connector, `org` the organization where several are connected. */
export function useEnrollment(org: string | undefined, chosen: string | undefined): Enrollment {
  const may = useMay()
  const integrations = useQuery(integrationsQuery)
  const ways = useQuery({ ...connectorsQuery, enabled: may('saml.list') })
  const integration = integrations.data?.integrations.find((one) => one.org_url === org) ?? integrations.data?.integrations[0]
  const connectors = ways.data?.connectors ?? []
  const connector = connectors.find((one) => one.name === chosen) ?? connectors.find((one) => one.name === 'okta') ?? connectors[0]
  const trials = useQuery({ ...trialsQuery(connector?.name ?? ''), enabled: connector !== undefined })
  const mayAudit = may('event.list')
  const signIn = useQuery({ ...lastSignInQuery(connector?.name ?? '', mayAudit ? 'audit' : 'people'), enabled: connector !== undefined && (mayAudit || may('user.list')) })
  const isManager = may('plugin.update') && integration !== undefined
  const scim = useQuery({ ...scimQuery, enabled: isManager })
  const sync = useQuery({ ...syncQuery, enabled: isManager })
  const collectors = useQuery(collectorsQuery)
  const log = collectors.data?.collectors.find((one) => one.source === 'okta' && one.org === integration?.org_url) ?? collectors.data?.collectors.find((one) => one.source === 'okta')
  return {
    integration, connectors, connector, signIn: signIn.data ?? undefined,
    facts: {
      connected: integration !== undefined,
      connectors: connectors.length,
      tried: signIn.data ? 'used' : trials.data?.trials.some((trial) => trial.accepted) ? 'trial' : 'no',
      scim: !scim.data?.on ? 'off' : scim.data.last_call ? 'called' : 'waiting',
      sync: sync.data?.is_held ? 'held' : sync.data?.settings.enabled ? 'on' : 'off',
      scans: integration !== undefined && (integration.settings.scan_enabled ?? true),
      follows: log !== undefined && READS.has(log.state),
    },
    isPending: integrations.isPending || ways.isLoading || scim.isLoading || sync.isLoading || trials.isLoading || signIn.isLoading,
    error: integrations.error,
    retry: () => void integrations.refetch(),
  }
}
