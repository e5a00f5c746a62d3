import { Autocomplete, Button, Group, Modal, NumberInput, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ApiError, body, type Schemas } from '@/api/client'
import { locksQuery, peopleQuery } from '@/api/people'
import { useMay } from '@/api/permissions'
import { rolesQuery } from '@/api/roles'
import { tokensQuery } from '@/api/tokens'
import { Failure } from '@/look/Failure'

type Kind = Schemas['LockTargetWord']

interface Props {
  open: boolean
  onClose: () => void
  /** What is to be locked, when that is known already. */
  fixed?: { kind: Kind; target: string }
}

const WHAT: Record<Kind, string> = {
  user: 'Every session ends at once, tokens stop working, and no sign-in is possible.',
  role: 'Whoever has it loses what it permits until the lock is lifted.',
  token: 'Programs that use it are refused.',
}

/** Locks a person, a role or a token. */
export function NewLock({ open, onClose, fixed }: Props) {
  const [kind, setKind] = useState<Kind>(fixed?.kind ?? 'user')
  const [target, setTarget] = useState(fixed?.target ?? '')
  const [message, setMessage] = useState('')
  const [hours, setHours] = useState<number | ''>('')
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/v1/locks', { body: { kind, target: target.trim(), message: message.trim(), hours: hours === '' ? null : hours } })),
    onSuccess: async (locks) => {
      queries.setQueryData(locksQuery.queryKey, locks)
      close()
      await Promise.all([queries.invalidateQueries({ queryKey: ['people'] }), queries.invalidateQueries({ queryKey: ['roles'] })])
    },
  })
  const close = () => {
    onClose()
    setMessage('')
    setHours('')
    if (!fixed) setTarget('')
    make.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  const fault = make.error instanceof ApiError ? make.error.field : undefined
  return (
    <Modal opened={open} onClose={close} title={fixed ? `Lock ${fixed.target}` : 'New lock'}>
      <form onSubmit={submit}>
        <Stack>
          {!fixed && (
            <>
              <SegmentedControl aria-label="What is locked" value={kind} onChange={(value) => { setKind(value as Kind); setTarget('') }} data={[{ value: 'user', label: 'Person' }, { value: 'role', label: 'Role' }, { value: 'token', label: 'API token' }]} />
              <TargetField kind={kind} value={target} onChange={setTarget} error={fault === 'target' ? make.error?.message : undefined} />
            </>
          )}
          <Text size="sm" c="dimmed">{WHAT[kind]}</Text>
          <Textarea label="Reason" description="Shown to administrators, and kept in the audit log" autosize minRows={2} data-autofocus={fixed ? true : undefined} value={message} onChange={(event) => setMessage(event.currentTarget.value)} error={fault === 'message' ? make.error?.message : undefined} />
          <NumberInput label="Hours until it ends" description="Empty: until somebody lifts it" min={1} max={87_600} w={240} allowDecimal={false} value={hours} onChange={(value) => setHours(value === '' ? '' : Number(value))} />
          {make.error && fault !== 'message' && (fault !== 'target' || fixed) && <Failure error={make.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>Cancel</Button>
            <Button type="submit" color="red" loading={make.isPending} disabled={target.trim() === ''}>Lock now</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function TargetField({ kind, value, onChange, error }: { kind: Kind; value: string; onChange: (value: string) => void; error?: string }) {
  const may = useMay()
  const [asked] = useDebouncedValue(value.trim(), 150)
  const people = useInfiniteQuery({ ...peopleQuery({ q: asked || undefined }), enabled: kind === 'user' && may('user.list') })
  const roles = useQuery({ ...rolesQuery, enabled: kind === 'role' && may('role.list') })
  const tokens = useQuery({ ...tokensQuery, enabled: kind === 'token' && may('token.list') })
  if (kind === 'user') {
    return <Autocomplete label="Person" placeholder="Name" required limit={12} data={[...new Set(people.data?.pages[0]?.people.map((person) => person.name))]} filter={({ options }) => options} value={value} onChange={onChange} error={error} data-autofocus />
  }
  const options = kind === 'role' ? roles.data?.roles.map(({ name }) => name) : tokens.data?.tokens.map(({ id, name, created_by }) => ({ value: id, label: `${name} of ${created_by}` }))
  return <Select label={kind === 'role' ? 'Role' : 'API token'} required searchable data={options ?? []} value={value || null} onChange={(wanted) => onChange(wanted ?? '')} error={error} />
}
