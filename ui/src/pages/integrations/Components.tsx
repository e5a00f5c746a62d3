import { Badge, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { connectorsQuery } from '@/api/connectors'
import { collectorsQuery } from '@/api/detections'
import { useMay } from '@/api/permissions'
import type { IntegrationView } from '@/api/types'
import { count, counted, elapsed } from '@/format/format'
import { stateLook } from '@/look/states'
import { When } from '@/look/When'
import classes from './components.module.css'

/** What the integration is made of, each part with its state and the way to it. */
export function Components({ integration }: { integration: IntegrationView }) {
  const may = useMay()
  return (
    <div className={classes.cards}>
      {may('saml.list') && <SingleSignOn />}
      <Card to="/coverage" name="Resource scan" state={stateLook(integration.state).label} color={stateLook(integration.state).badge}>
        Last whole one <When at={integration.snapshot?.whole_at ?? integration.snapshot?.taken_at} never="none yet" />{integration.next_scan_at && <>, next <When at={integration.next_scan_at} /></>}
      </Card>
      <SystemLog org={integration.org_url} />
    </div>
  )
}

function SingleSignOn() {
  const { data } = useQuery(connectorsQuery)
  const connectors = data?.connectors ?? []
  const [first] = connectors
  if (!first) return <Card to="/connectors/new" name="Single sign-on" state="off" color="gray">{data ? 'People sign in with passwords only. Make a connector.' : '…'}</Card>
  const label = connectors.map((one) => one.display).join(', ')
  return <Card to="/connectors" name="Single sign-on" state="on" color="green">{label}: {counted(connectors.reduce((sum, one) => sum + ((one.spec ?? one.oidc)?.attributes_to_roles?.length ?? 0), 0), 'line')} of role mapping</Card>
}

function SystemLog({ org }: { org: string }) {
  const { data, error } = useQuery(collectorsQuery)
  const okta = data?.collectors.find((one) => one.source === 'okta' && one.org === org) ?? data?.collectors.find((one) => one.source === 'okta')
  if (error) return <Card to="/collectors" name="System Log" state="unknown" color="gray">{error.message}</Card>
  if (!okta) return <Card to="/collectors" name="System Log" state="off" color="gray">{data ? 'Nothing reads it.' : '…'}</Card>
  const isWell = okta.state === 'following' || okta.state === 'history'
  return (
    <Card to="/collectors" name="System Log" state={okta.state.replaceAll('_', ' ')} color={okta.state === 'failing' ? 'red' : isWell ? 'green' : 'gray'}>
      {okta.error ?? <>{count(okta.events)} events since the start{okta.lag_s !== null && okta.lag_s !== undefined && okta.lag_s > 0 && `, ${elapsed(okta.lag_s * 1_000_000)} behind`}</>}
    </Card>
  )
}

function Card({ to, name, state, color, children }: { to: LinkProps['to']; name: string; state: string; color: string; children: ReactNode }) {
  return (
    <Link to={to} className={classes.card}>
      <Group gap={8} justify="space-between"><Text fw={620} size="sm">{name}</Text><Badge color={color}>{state}</Badge></Group>
      <Text size="sm" c="dimmed" component="div" mt={4}>{children}</Text>
    </Link>
  )
}
