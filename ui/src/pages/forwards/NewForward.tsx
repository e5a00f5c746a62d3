import { Button, Group, Modal, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ApiError, body } from '@/api/client'
import { forwardsQuery } from '@/api/detections'
import { Failure } from '@/look/Failure'
import { SEVERITIES } from '@/pages/alerts/looks'
import { KINDS, targetProblem, type ForwardKind } from './target'

/** Makes a forward: where, what kind, from which severity on. */
export function NewForward({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<ForwardKind>('webhook')
  const [name, setName] = useState('')
  const [target, setTarget] = useState('')
  const [secret, setSecret] = useState('')
  const [severity, setSeverity] = useState('medium')
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/v1/forwards', { body: { kind, name: name.trim(), target: target.trim(), min_severity: severity, secret: kind === 'webhook' && secret !== '' ? secret : null } })),
    onSuccess: (list) => {
      queries.setQueryData(forwardsQuery.queryKey, list)
      onClose()
    },
  })
  const look = KINDS.find((one) => one.value === kind)
  const fault = make.error instanceof ApiError ? make.error : undefined
  const of = (field: string) => (fault?.field === field ? fault.message : undefined)
  const problem = targetProblem(kind, target)
  const isReady = name.trim() !== '' && target.trim() !== '' && problem === undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) make.mutate()
  }
  return (
    <Modal opened onClose={onClose} title="New forward" size="lg">
      <form onSubmit={submit}>
        <Stack>
          <Select label="Kind" description={look?.help} allowDeselect={false} data={KINDS.map(({ value, label }) => ({ value, label }))} value={kind} onChange={(value) => setKind((value ?? 'webhook') as ForwardKind)} data-autofocus />
          <TextInput label="Name" required placeholder="security team" value={name} onChange={(event) => setName(event.currentTarget.value)} error={of('name')} />
          <TextInput label="Address" required placeholder={look?.place} description="Kept encrypted; afterwards only its host is shown" value={target} onChange={(event) => setTarget(event.currentTarget.value)} error={problem ?? of('target')} autoComplete="off" />
          {kind === 'webhook' && <PasswordInput label="Secret" description="Optional. Messages then bear x-portolan-signature: HMAC-SHA256 over time and body" value={secret} autoComplete="off" data-1p-ignore onChange={(event) => setSecret(event.currentTarget.value)} error={of('secret')} />}
          <Select label="Alerts from this severity on" w={240} allowDeselect={false} data={SEVERITIES.map((value) => ({ value, label: value }))} value={severity} onChange={(value) => setSeverity(value ?? 'medium')} error={of('min_severity')} />
          {fault && !fault.field && <Failure error={fault} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>Cancel</Button><Button type="submit" disabled={!isReady} loading={make.isPending}>Make</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}
