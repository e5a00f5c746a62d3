import { Alert, Button, Group, Loader, Select, Stack, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, body } from '@/api/client'
import { keysQuery } from '@/api/keys'
import { onDay } from '@/format/format'
import { Copy } from '@/look/Copy'
import { Failure } from '@/look/Failure'
import classes from './integrations.module.css'

/** A key whose private half the server made and keeps: what of it is to be given to Okta. */
export function MadeKey({ kid, onKid }: { kid: string; onKid: (kid: string) => void }) {
  const queries = useQueryClient()
  const { data, error, isPending, refetch } = useQuery(keysQuery)
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/v1/integrations/okta/keys')),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: keysQuery.queryKey })
      onKid(made.kid)
    },
  })
  const newest = data?.keys[0]?.kid
  useEffect(() => {
    if (kid === '' && newest !== undefined) onKid(newest)
  }, [kid, newest, onKid])
  const key = data?.keys.find((one) => one.kid === kid)
  if (isPending) return <Loader size="sm" role="status" aria-label="Reading" />
  if (error) return <Failure error={error} retry={() => refetch()} />
  return (
    <Stack gap="sm">
      {data.keys.length > 1 && (
        <Select label="Which" value={kid} onChange={(value) => onKid(value ?? '')} allowDeselect={false} data={data.keys.map((one) => ({ value: one.kid, label: `${one.kid}, ${one.algorithm}, made ${onDay(one.created_at)}${one.in_use ? ', in use' : ''}` }))} />
      )}
      {key && (
        <>
          <Shown label="Public key, for “Save keys in Okta”" text={JSON.stringify(key.public_jwk, null, 2)} what="public key" />
          <Shown label="Address, for “Use a URL to fetch keys dynamically”" text={data.jwks_url} what="address" />
          {data.jwks_url.startsWith('http://') && <Alert role="note" color="gray" p="xs"><Text size="sm">Okta fetches keys over https only: with this address of the server, paste the public key.</Text></Alert>}
        </>
      )}
      {make.error && <Failure error={make.error} />}
      <Group><Button size="xs" variant={key ? 'default' : 'filled'} leftSection={<IconKey size={15} />} loading={make.isPending} onClick={() => make.mutate()}>{key ? 'Make another' : 'Make a key'}</Button></Group>
    </Stack>
  )
}

function Shown({ label, text, what }: { label: string; text: string; what: string }) {
  return (
    <div>
      <Text size="sm" fw={540}>{label}</Text>
      <div className={classes.copy}><span style={{ whiteSpace: 'pre-wrap', maxHeight: 180, overflow: 'auto' }}>{text}</span><Copy value={text} label={`Copy the ${what}`} /></div>
    </div>
  )
}
