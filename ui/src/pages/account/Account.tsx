import { Badge, Loader, SimpleGrid, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, body } from '@/api/client'
import { sessionQuery } from '@/api/session'
import { Failure } from '@/look/Failure'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { Colours } from './Colours'
import { Tokens } from './Tokens'

/** Who is signed in, how pages look, and the API tokens of this server. */
export function Account() {
  const session = useQuery(sessionQuery)
  const principal = session.data?.principal
  return (
    <Page title="Account" lead="Your session and the API tokens of this server.">
      <SimpleGrid cols={{ base: 1, md: 2 }} mb="md">
        <Panel title="Signed in as">
          <Text fw={600} component="div">{principal?.name} <Badge ml={6}>{principal?.role === 'admin' ? 'Administrator' : 'Reader'}</Badge></Text>
          {session.data?.expires_at && <Text size="sm" c="dimmed">The session ends <When at={session.data.expires_at} />.</Text>}
        </Panel>
        <Panel title="Colours"><Colours /></Panel>
      </SimpleGrid>
      <Tokens />
      <Log />
    </Page>
  )
}

/** What was done to this server lately. */
function Log() {
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['audit'], queryFn: () => body(api.GET('/api/v1/audit', { params: { query: { limit: 20 } } })) })
  return (
    <Panel title="Recent changes to this server" mt="md">
      {isPending && <Loader size="sm" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data?.entries.length === 0 && <Text size="sm" c="dimmed">None yet.</Text>}
      {data?.entries.map((entry) => (
        <Text key={entry.id} size="sm" py={3} component="div">
          <When at={entry.at} /> <b>{entry.actor}</b> {entry.action.replaceAll('.', ' ')} <span className="mono">{entry.target}</span> {entry.outcome === 'failure' && <Badge color="red" size="sm">failed</Badge>}{' '}
          <span className="quiet">{detailOf(entry.detail)}</span>
        </Text>
      ))}
    </Panel>
  )
}

/** `{"checked":true,"credential":"api_token"}` as `checked, credential: api_token`; other texts as they are. */
function detailOf(detail: string | null | undefined): string {
  if (!detail?.startsWith('{')) return detail ?? ''
  try {
    const parts = Object.entries(JSON.parse(detail) as Record<string, unknown>)
    return parts.filter(([, value]) => value !== false && value !== null).map(([name, value]) => (value === true ? name : `${name}: ${String(value)}`)).join(', ')
  } catch {
    return detail
  }
}
