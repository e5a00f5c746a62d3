import { Badge, Group, Loader, Stack, Text } from '@mantine/core'
import { IconLogin2, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { connectorsQuery, type ConnectorView } from '@/api/connectors'
import { useMay } from '@/api/permissions'
import { counted } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { LinkButton } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { useNow } from '@/look/useNow'
import { When } from '@/look/When'
import classes from './connectors.module.css'
import { KINDS } from './spec'

/** Ways to sign in through an identity provider. */
export function Connectors() {
  return <Only may="saml.list"><List /></Only>
}

function List() {
  const may = useMay()
  const { data, error, isPending, refetch } = useQuery(connectorsQuery)
  const add = may('saml.create') && <LinkButton to="/connectors/new" leftSection={<IconPlus size={16} />}>New connector</LinkButton>
  return (
    <Page title="Connectors" lead="Ways to sign in through an identity provider." actions={data && data.connectors.length > 0 && add}>
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data?.connectors.length === 0 && (
        <Panel><Empty icon={IconLogin2} title="No connector yet">With a connector people sign in through Okta, and their groups give them roles. It takes about five minutes.{add && <div style={{ marginTop: 14 }}>{add}</div>}</Empty></Panel>
      )}
      <Stack gap="sm">{data?.connectors.map((one) => <Card key={one.name} connector={one} />)}</Stack>
    </Page>
  )
}

function Card({ connector }: { connector: ConnectorView }) {
  const now = useNow()
  const ends = (connector.identity_provider?.keys ?? []).map((key) => Date.parse(key.expires_at ?? '')).filter((at) => !Number.isNaN(at))
  const soonest = ends.length > 0 ? Math.min(...ends) : undefined
  const lines = (connector.spec ?? connector.oidc)?.attributes_to_roles?.length ?? 0
  return (
    <Link to="/connectors/$name" params={{ name: connector.name }} className={classes.card}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Group gap={10}><Text fw={620}>{connector.display}</Text><Badge color="gray">{KINDS[connector.kind] ?? connector.kind}</Badge>{connector.refresh?.message && <Badge color="brass">needs a look</Badge>}{soonest !== undefined && soonest < now + 30 * 86_400_000 && <Badge color="brass">a key ends soon</Badge>}</Group>
          <Text size="sm" c="dimmed" className="mono" truncate>{connector.identity_provider?.entity_id ?? connector.oidc?.issuer}</Text>
        </div>
        <Text size="sm" c="dimmed" ta="right" style={{ whiteSpace: 'nowrap' }}>{counted(lines, 'line')} of mapping<br />changed <When at={connector.updated_at} /><br />last sign-in <When at={connector.last_sign_in} never="none yet" /></Text>
      </Group>
    </Link>
  )
}
