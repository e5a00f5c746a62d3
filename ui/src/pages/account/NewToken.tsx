import { Alert, Button, Code, Group, Modal, NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, body, type Schemas } from '@/api/client'
import { Copy } from '@/look/Copy'
import { Failure } from '@/look/Failure'

/** Makes a token and shows its value, once. */
export function NewToken({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Schemas['RoleWord']>('reader')
  const [days, setDays] = useState(90)
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/v1/tokens', { body: { name: name.trim(), role, days } })),
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
            <Radio.Group label="May" value={role} onChange={(value) => setRole(value as Schemas['RoleWord'])}>
              <Stack gap={8} mt={6}>
                <Radio value="reader" label="Read the graph" description="Enough for SQL, psql and dashboards" />
                <Radio value="admin" label="Do everything" description="Also change integrations and make tokens" />
              </Stack>
            </Radio.Group>
            <NumberInput label="Days until it ends" min={1} max={366} w={180} value={days} onChange={(value) => setDays(Number(value) || 90)} />
            {make.error && <Failure error={make.error} />}
            <Group justify="flex-end"><Text size="xs" c="dimmed" style={{ flex: 1 }}>Shown once.</Text><Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>Create</Button></Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
