import { Badge, Button, Group, Modal, Stack, Table, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { accountQuery } from '@/api/account'
import { api, ApiError, body, type Schemas } from '@/api/client'
import { Failure } from '@/look/Failure'
import { Sure } from '@/look/Sure'
import { When } from '@/look/When'
import { useProof } from './proof'
import { knowsPasskeys, makePasskey } from './webauthn'
import { useFocusBack } from '@/look/useFocusBack'

const passkeysQuery = queryOptions({ queryKey: ['account', 'passkeys'], queryFn: () => body(api.GET('/api/v1/account/passkeys')) })

/** One's own passkeys: they sign in without a password, and are a second factor beside one. */
export function Passkeys() {
  const { data, error, refetch } = useQuery(passkeysQuery)
  const [open, { open: show, close }] = useDisclosure()
  const count = data?.passkeys.length ?? 0
  return (
    <div>
      <Group justify="space-between">
        <div>
          <Text size="sm" fw={540} component="div">Passkeys <Badge ml={6} color={count > 0 ? 'green' : 'gray'}>{count > 0 ? count : 'none'}</Badge></Text>
          <Text size="sm" c="dimmed" maw={420}>A passkey signs you in with a fingerprint, a face or a PIN. With one, the password alone is not enough any more.</Text>
          {!knowsPasskeys() && <Text size="xs" c="dimmed" maw={420} mt={4}>Not here: passkeys need a browser that knows them, https, and a server with a name; on this machine, localhost.</Text>}
        </div>
        {knowsPasskeys() && <Button size="xs" onClick={show}>Add…</Button>}
      </Group>
      {error && <Failure error={error} retry={() => refetch()} />}
      {count > 0 && (
        <Table mt="xs" verticalSpacing={4} aria-label="Passkeys">
          <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>Made</Table.Th><Table.Th>Last used</Table.Th><Table.Th><VisuallyHidden>Actions</VisuallyHidden></Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{data?.passkeys.map((one) => <Row key={one.id} passkey={one} />)}</Table.Tbody>
        </Table>
      )}
      {open && <Add close={close} />}
    </div>
  )
}

/** Keeps the list that an answer gives; what protects the account may be other than before. */
function useKept() {
  const queries = useQueryClient()
  return async (list: Schemas['PasskeyList']) => {
    queries.setQueryData(passkeysQuery.queryKey, list)
    await queries.invalidateQueries({ queryKey: accountQuery.queryKey, exact: true })
    await queries.invalidateQueries({ queryKey: ['session'] })
  }
}

function Row({ passkey }: { passkey: Schemas['PasskeyView'] }) {
  const kept = useKept()
  const [name, setName] = useState<string>()
  const path = { params: { path: { id: passkey.id } } }
  const rename = useMutation({
    mutationFn: (to: string) => body(api.PATCH('/api/v1/account/passkeys/{id}', { ...path, body: { name: to } })),
    onSuccess: async (list) => {
      setName(undefined)
      await kept(list)
    },
  })
  const { ask, dialog } = useProof()
  const remove = useMutation({ mutationFn: async () => body(api.DELETE('/api/v1/account/passkeys/{id}', { ...path, ...await ask() })), onSuccess: kept })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name !== undefined) rename.mutate(name)
  }
  return (
    <Table.Tr>
      <Table.Td>
        {name === undefined ? passkey.name : (
          <form onSubmit={submit}><Group gap={6} wrap="nowrap"><TextInput size="xs" aria-label="New name" value={name} onChange={(event) => setName(event.currentTarget.value)} error={rename.error?.message} autoFocus /><Button size="xs" type="submit" loading={rename.isPending}>Rename</Button></Group></form>
        )}
      </Table.Td>
      <Table.Td><When at={passkey.created_at} /></Table.Td>
      <Table.Td><When at={passkey.last_used_at} never="never" /></Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          {name === undefined && <Button size="compact-xs" variant="subtle" color="gray" aria-label={`Rename ${passkey.name}`} onClick={() => setName(passkey.name)}>Rename</Button>}
          <Sure really="Remove it" label={`Remove ${passkey.name}`} busy={remove.isPending} failed={remove.error} onSure={() => remove.mutate()}>Remove</Sure>
          {dialog}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

function Add({ close }: { close: () => void }) {
  useFocusBack()
  const kept = useKept()
  const [name, setName] = useState('')
  const { ask, dialog } = useProof()
  const add = useMutation({
    mutationFn: async () => {
      const offer = await body(api.POST('/api/v1/account/passkeys/offer', await ask()))
      return body(api.POST('/api/v1/account/passkeys', { body: await makePasskey(offer, name.trim()) }))
    },
    onSuccess: async (list) => {
      await kept(list)
      close()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  const fault = add.error instanceof ApiError ? add.error : undefined
  return (
    <Modal opened onClose={close} title="Add a passkey">
      <form onSubmit={submit}>
        <Stack>
          <TextInput label="Name" description="To know it again: the laptop, the key on the ring" required maxLength={64} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={fault?.field === 'name' ? fault.message : undefined} />
          {add.error && fault?.field !== 'name' && <Failure error={add.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={close}>Cancel</Button><Button type="submit" loading={add.isPending} disabled={name.trim() === ''}>Make it</Button></Group>
        </Stack>
      </form>
      {dialog}
    </Modal>
  )
}
