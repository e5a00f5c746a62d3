import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ApiError, body } from '@/api/client'
import { Failure } from '@/look/Failure'

const SHORTEST = 12

/** Changes one's own password; afterwards one signs in anew. */
export function Password() {
  const [open, { open: show, close }] = useDisclosure()
  const [current, setCurrent] = useState('')
  const [wanted, setWanted] = useState('')
  const [again, setAgain] = useState('')
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: () => body(api.POST('/api/v1/account/password', { body: { current, new: wanted } })),
    // Every session ends with the old password, this one too.
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate()
  }
  const leave = () => {
    close()
    setCurrent('')
    setWanted('')
    setAgain('')
    change.reset()
  }
  const fault = change.error instanceof ApiError ? change.error : undefined
  const tooShort = wanted !== '' && wanted.length < SHORTEST
  return (
    <div>
      <Group justify="space-between">
        <div><Text size="sm" fw={540}>Password</Text><Text size="sm" c="dimmed">When it changes, every session ends and you sign in anew.</Text></div>
        <Button size="xs" variant="default" onClick={show}>Change…</Button>
      </Group>
      <Modal opened={open} onClose={leave} title="Change your password">
        <form onSubmit={submit}>
          <Stack>
            <PasswordInput label="Present password" required data-autofocus autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.currentTarget.value)} error={fault?.field === 'current' ? fault.message : undefined} />
            <PasswordInput
              label="New password" description={`At least ${SHORTEST} characters; several unrelated words make a good one`} required autoComplete="new-password" value={wanted} onChange={(event) => setWanted(event.currentTarget.value)}
              error={fault?.field === 'new' ? fault.message : tooShort ? `${SHORTEST - wanted.length} characters to go` : undefined}
            />
            <PasswordInput label="New password again" required autoComplete="new-password" value={again} onChange={(event) => setAgain(event.currentTarget.value)} error={again !== '' && again !== wanted ? 'The two passwords differ' : undefined} />
            {fault && fault.field !== 'current' && fault.field !== 'new' && <Failure error={fault} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={leave}>Cancel</Button>
              <Button type="submit" loading={change.isPending} disabled={current === '' || wanted.length < SHORTEST || wanted !== again}>Change and sign in anew</Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </div>
  )
}
