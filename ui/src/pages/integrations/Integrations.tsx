import { Badge, Group, Loader, Stack, Text } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { integrationsQuery } from '@/api/integrations'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { LinkButton } from '@/look/links'
import { Notices } from '@/look/Notices'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { stateLook } from '@/look/states'
import { When } from '@/look/When'
import classes from './integrations.module.css'
import { Leftovers } from './Leftovers'
import { Words } from '@/look/Words'

/** The connected organizations. */
export function Integrations() {
  const { data, error, isPending, refetch } = useQuery(integrationsQuery)
  return (
    <Page
      title="Integrations" lead="What Portolan reads from."
      actions={<LinkButton to="/integrations/enroll/okta" size="sm" leftSection={<IconPlus size={16} />}>Connect Okta</LinkButton>}
    >
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data?.integrations.length === 0 && (
        <Panel>
          <Empty icon={IconPlugConnected} title="Nothing is connected yet">
            Connect an Okta organization with read access; it takes about ten minutes.
            <div><LinkButton to="/integrations/enroll/okta" mt="md">Connect Okta</LinkButton></div>
          </Empty>
        </Panel>
      )}
      {data?.integrations.length === 0 && <Leftovers />}
      <Stack>
        {data?.integrations.map((one) => {
          const look = stateLook(one.state)
          return (
            <Link key={one.org_url} to="/integrations/okta" search={{ org: one.org_url }} className={classes.card}>
              <Group justify="space-between" wrap="nowrap">
                <div style={{ minWidth: 0 }}>
                  <Group gap={10}><Text fw={620}>Okta</Text><Badge color={look.badge}>{look.label}</Badge></Group>
                  <Text size="sm">{one.org_url}</Text>
                  <Text size="sm" c="dimmed"><Words>{one.summary}</Words></Text>
                </div>
                <Text size="sm" c="dimmed" ta="right" style={{ whiteSpace: 'nowrap' }}>
                  Last whole scan <When at={one.snapshot?.whole_at ?? one.snapshot?.taken_at} never="none yet" /><br />
                  {one.next_scan_at && <>Next <When at={one.next_scan_at} /></>}
                </Text>
              </Group>
              {one.notices.length > 0 && <div style={{ marginTop: 12 }}><Notices notices={one.notices} /></div>}
            </Link>
          )
        })}
      </Stack>
    </Page>
  )
}
