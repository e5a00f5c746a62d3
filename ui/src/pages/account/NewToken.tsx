import { Alert, Button, Code, Group, Modal, MultiSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ApiError, body } from '@/api/client'
import { Copy } from '@/look/Copy'
import { Failure } from '@/look/Failure'

/** Makes a token and shows its value, once. */
export function NewToken({ own, open, onClose }: { /** Roles of the one who makes it. */ own: readonly string[]; open: boolean; onClose: () => void }) {
  const [name, setName] = useState('')
  const [chosen, setRoles] = useState<string[]>()
  const roles = chosen ?? (own.includes('access') ? ['access'] : own.slice(0, 1))
  const [days, setDays] = useState(90)
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/v1/tokens', { body: { name: name.trim(), roles, days } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  })
  const close = () => {
    onClose()
    setName('')
    make.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <Modal opened={open} onClose={close} title={make.data ? 'The token is made' : 'Create an API token'} closeOnClickOutside={!make.data}>
      {make.data ? (
        <Stack>
          <Alert color="brass">Copy it now: it is not stored in a readable form and is never shown again.</Alert>
          <Group wrap="nowrap" gap={6}><Code block style={{ flex: 1, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }} data-testid="token-value">{make.data.token}</Code><Copy value={make.data.token} label="Copy the token" /></Group>
          <Button onClick={close}>Done</Button>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <TextInput label="Name" description="What it is for" required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <MultiSelect
              label="Roles" description="Some of your own; the fewer, the less a stolen token is worth" data={[...own]} value={[...roles]} onChange={setRoles} required
              error={make.error instanceof ApiError && make.error.field === 'roles' ? make.error.message : undefined}
            />
            <NumberInput label="Days until it ends" min={1} max={366} w={180} value={days} onChange={(value) => setDays(Number(value) || 90)} />
            {make.error && !(make.error instanceof ApiError && make.error.field === 'roles') && <Failure error={make.error} />}
            <Group justify="flex-end"><Text size="xs" c="dimmed" style={{ flex: 1 }}>Shown once.</Text><Button type="submit" loading={make.isPending} disabled={name.trim() === '' || roles.length === 0}>Create</Button></Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
