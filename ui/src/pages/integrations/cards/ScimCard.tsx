import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '@/api/permissions'
import { scimQuery } from '@/api/provision'
import { count } from '@/format/format'
import { When } from '@/look/When'
import { Card, LastFailure, ToSettings, Unread, Unseen } from './Card'
import type { Failed } from './standing'

const NAME = 'SCIM'

/** Provisioning by Okta: what it called last, what was refused and why, whom it made. */
export function ScimCard() {
  const isManager = useMay()('plugin.update')
  const { data, error } = useQuery({ ...scimQuery, enabled: isManager })
  if (!isManager) return <Unseen name={NAME} />
  if (error) return <Unread name={NAME} error={error} />
  if (!data) return <Card name={NAME} look={{ word: '…', color: 'gray' }} facts={{}} />
  const actions = <ToSettings at="scim" of={NAME}>{data.on ? 'Settings and tokens' : 'Switch on'}</ToSettings>
  if (!data.on) {
    return (
      <Card name={NAME} look={{ word: 'off', color: 'gray' }} facts={{ People: data.users > 0 && `${count(data.users)} on record` }} actions={actions}>
        <Text size="sm" c="dimmed">Okta cannot create or deactivate people here at once. User sync does it after each scan.</Text>
      </Card>
    )
  }
  const [refused] = data.refusals
  const { last_call: call } = data
  const failed: Failed | undefined = refused && { at: refused.call.at, message: `${refused.call.method} ${refused.call.path} from ${refused.address}: ${refused.reason}`, isOpen: !call || Date.parse(call.at) <= Date.parse(refused.call.at) }
  const used = data.tokens.filter((token) => token.last_used_at).length
  return (
    <Card
      name={NAME} look={failed?.isOpen ? { word: 'refused', color: 'red' } : call ? { word: 'on', color: 'green' } : { word: 'waiting for Okta', color: 'brass' }}
      facts={{
        'Last call': call ? <><When at={call.at} />: <span className="mono">{call.method} {call.path}</span>, answered with {call.status}</> : 'Okta has not called yet',
        'Last refusal': <LastFailure failed={failed} never="none since the server started" />,
        People: `${count(data.users)}, ${count(data.inactive_users)} of them deactivated`,
        Groups: count(data.groups),
        Tokens: `${count(data.tokens.length)}, ${count(used)} of them used`,
        'Next run': 'with Okta’s next call; nothing begins here',
      }}
      actions={actions}
    />
  )
}
