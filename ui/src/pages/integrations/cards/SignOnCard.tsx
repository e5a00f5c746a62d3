import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { connectorsQuery, type ConnectorView } from '@/api/connectors'
import { useMay } from '@/api/permissions'
import type { IntegrationView } from '@/api/types'
import { counted } from '@/format/format'
import { LinkButton, LinkText } from '@/look/links'
import { When } from '@/look/When'
import { Words } from '@/look/Words'
import { Card, LastFailure, Unread, Unseen } from './Card'
import { newestFault } from './standing'

const NAME = 'Single sign-on'
const lines = ({ spec, oidc }: ConnectorView) => (spec ?? oidc)?.attributes_to_roles?.length ?? 0
const newest = (times: readonly (string | null | undefined)[]) => times.filter((time) => typeof time === 'string').toSorted((a, b) => Date.parse(b) - Date.parse(a))[0]
const soonest = (times: readonly (string | null | undefined)[]) => times.filter((time) => typeof time === 'string').toSorted((a, b) => Date.parse(a) - Date.parse(b))[0]

/** Ways to sign in: who came last, whether the metadata is read again, what of it waits for a person. */
export function SignOnCard({ integration }: { integration: IntegrationView }) {
  const may = useMay()
  const mayList = may('saml.list')
  const { data, error } = useQuery({ ...connectorsQuery, enabled: mayList })
  if (!mayList) return <Unseen name={NAME} />
  if (error) return <Unread name={NAME} error={error} />
  if (!data) return <Card name={NAME} look={{ word: '…', color: 'gray' }} facts={{}} />
  const [first] = data.connectors
  if (!first) {
    return (
      <Card name={NAME} look={{ word: 'off', color: 'gray' }} facts={{}} actions={may('saml.create') && <LinkButton to="/integrations/enroll/okta/$step" params={{ step: 'sign-on' }} size="xs" variant="default">Set up</LinkButton>}>
        <Text size="sm" c="dimmed">People sign in with passwords only. SCIM and user sync need a connector.</Text>
      </Card>
    )
  }
  const waiting = data.connectors.filter((one) => (one.refresh?.changes.length ?? 0) > 0)
  const readAt = newest(data.connectors.map((one) => one.refresh?.read_at))
  const failed = newestFault(integration.errors ?? [], ['sign_on'], readAt)
  const nextAt = soonest(data.connectors.map((one) => one.refresh?.next_at))
  return (
    <Card
      name={NAME} look={waiting.length > 0 ? { word: 'waits for you', color: 'brass' } : failed?.isOpen ? { word: 'failing', color: 'red' } : { word: 'on', color: 'green' }}
      facts={{
        Through: data.connectors.map((one, at) => <span key={one.name}>{at > 0 && ', '}<LinkText to="/connectors/$name" params={{ name: one.name }} size="sm">{one.display}</LinkText> <span className="quiet">({counted(lines(one), 'line')} of role mapping)</span></span>),
        'Last sign-in': <When at={newest(data.connectors.map((one) => one.last_sign_in))} never="nobody yet" />,
        'Metadata read': readAt && <When at={readAt} />,
        'Last failure': <LastFailure failed={failed} />,
        'Next reading': nextAt ? <When at={nextAt} /> : 'none: the metadata was given as a text',
      }}
      actions={(
        <>
          <LinkButton to="/connectors/$name" params={{ name: first.name }} search={{ tab: 'trial' }} size="xs" variant="default">Try a sign-in</LinkButton>
          <LinkText to="/connectors/$name" params={{ name: first.name }} search={{ tab: 'settings' }} size="sm" aria-label={`Settings: ${NAME}`}>Settings</LinkText>
        </>
      )}
    >
      {waiting.map((one) => <Text key={one.name} size="sm" role="note">Held: {one.refresh?.changes.map((change) => <Words key={change}>{change}</Words>)} <LinkText to="/connectors/$name" params={{ name: one.name }} size="sm">Look at it</LinkText></Text>)}
    </Card>
  )
}
