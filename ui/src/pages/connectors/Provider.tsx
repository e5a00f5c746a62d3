import { Badge, Text } from '@mantine/core'
import type { Schemas } from '@/api/client'
import { FactList } from '@/look/FactList'
import { useNow } from '@/look/useNow'
import { When } from '@/look/When'

/** What the identity provider's metadata says. */
export function Provider({ provider }: { provider: Schemas['IdentityProviderView'] }) {
  const now = useNow()
  return (
    <FactList
      facts={{
        'Entity id': <span className="mono">{provider.entity_id}</span>,
        'People are sent to': provider.sso_url && <span className="mono">{provider.sso_url}</span>,
        'Log-outs are sent to': provider.slo_url && <span className="mono">{provider.slo_url}</span>,
        'Holds until': provider.valid_until && <When at={provider.valid_until} />,
        ...Object.fromEntries(provider.keys.map((key, at) => [
          `Signing key${provider.keys.length > 1 ? ` ${at + 1}` : ''}`,
          <div key={key.fingerprint}>
            <span className="mono">{key.fingerprint.replaceAll(/(.{4})(?=.)/g, '$1\u200b')}</span>
            <Text size="xs" c="dimmed" component="div">ends <When at={key.expires_at} never="never" /> {key.expires_at && Date.parse(key.expires_at) < now && <Badge size="xs" color="red">expired</Badge>}</Text>
          </div>,
        ])),
      }}
    />
  )
}
