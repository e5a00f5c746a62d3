import { Anchor, Badge, List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { connectorsQuery } from '@/api/connectors'
import { peopleCountQuery } from '@/api/people'
import { useMay } from '@/api/permissions'
import { scimQuery, syncQuery } from '@/api/provision'
import { LinkText } from '@/look/links'
import { remains, type Left } from './remaining'

/** What outlives the integration, read anew while somebody unassigns people. */
export function useRemains(): { left: Left[]; active: number | undefined } {
  const may = useMay()
  const people = { enabled: may('user.list'), refetchInterval: 10_000 }
  const active = useQuery({ ...peopleCountQuery({ origin: 'okta', state: 'active' }), ...people }).data
  const inactive = useQuery({ ...peopleCountQuery({ origin: 'okta', state: 'inactive' }), ...people }).data
  const ways = useQuery({ ...connectorsQuery, enabled: may('saml.list') }).data
  const isManager = may('plugin.update')
  const scim = useQuery({ ...scimQuery, enabled: isManager }).data
  const sync = useQuery({ ...syncQuery, enabled: isManager }).data
  return { active, left: remains({ active, inactive, syncs: sync && (sync.settings.enabled ? sync.settings.scope : 'off'), connectors: ways?.connectors, scim: scim && { on: scim.on, tokens: scim.tokens.length, groups: scim.groups } }) }
}

/** What stays, what becomes of it, and where to deal with it. */
export function Remains({ left }: { left: readonly Left[] }) {
  return (
    <List type="ordered" size="sm" spacing={8} aria-label="What outlives the integration">
      {left.map((one) => (
        <List.Item key={one.id}>
          <Where left={one} /> {one.first && <Badge color="red" size="sm">first</Badge>}
          <Text size="sm" c="dimmed">{one.fate}</Text>
        </List.Item>
      ))}
    </List>
  )
}

function Where({ left }: { left: Left }) {
  if (left.where === 'people') return <LinkText to="/users" search={{ origin: 'okta', state: 'active' }} size="sm">{left.what}</LinkText>
  if (left.where === 'inactive') return <LinkText to="/users" search={{ origin: 'okta', state: 'inactive' }} size="sm">{left.what}</LinkText>
  if (left.connector !== undefined) return <LinkText to="/connectors/$name" params={{ name: left.connector }} size="sm">{left.what}</LinkText>
  return <Anchor href={left.where === 'sync' ? '#user-sync' : '#scim'} size="sm">{left.what}</Anchor>
}
