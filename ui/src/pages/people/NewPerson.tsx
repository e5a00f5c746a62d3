import { Button, Group, Modal, MultiSelect, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api, ApiError, body } from '@/api/client'
import { rolesQuery } from '@/api/roles'
import { Failure } from '@/look/Failure'

const SHORTEST = 12

/** Makes a local account: for the first set-up, and for the day when the identity provider cannot be reached. */
export function NewPerson({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [roles, setRoles] = useState(['editor'])
  const known = useQuery({ ...rolesQuery, enabled: open })
  const queries = useQueryClient()
  const navigate = useNavigate()
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/v1/users', { body: { name: name.trim(), password, roles } })),
    onSuccess: async (person) => {
      await queries.invalidateQueries({ queryKey: ['people'] })
      await navigate({ to: '/users/$id', params: { id: person.id } })
    },
  })
  const close = () => {
    onClose()
    setPassword('')
    make.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  const fault = (field: string) => (make.error instanceof ApiError && make.error.field === field ? make.error.message : undefined)
  const tooShort = password !== '' && password.length < SHORTEST
  return (
    <Modal opened={open} onClose={close} title="New local administrator">
      <form onSubmit={submit}>
        <Stack>
          <TextInput label="Name" required data-autofocus autoComplete="off" value={name} onChange={(event) => setName(event.currentTarget.value)} error={fault('name')} />
          <PasswordInput
            label="First password" description={`At least ${SHORTEST} characters; the person changes it on the Account page`} required autoComplete="new-password" value={password}
            onChange={(event) => setPassword(event.currentTarget.value)} error={fault('password') ?? (tooShort ? `${SHORTEST - password.length} characters to go` : undefined)}
          />
          <MultiSelect label="Roles" data={known.data?.roles.map((role) => role.name) ?? roles} value={roles} onChange={setRoles} searchable error={fault('roles')} comboboxProps={{ withinPortal: true }} />
          {make.error && !(make.error instanceof ApiError && make.error.field) && <Failure error={make.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>Cancel</Button>
            <Button type="submit" loading={make.isPending} disabled={name.trim() === '' || password.length < SHORTEST || roles.length === 0}>Make</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
