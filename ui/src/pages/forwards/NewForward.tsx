import { Button, Group, Modal, PasswordInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ApiError, body } from '@/api/client'
import { forwardsQuery } from '@/api/detections'
import { Failure } from '@/look/Failure'
import { SEVERITIES } from '@/pages/alerts/looks'
import { isMailReady, KINDS, mailProblems, mailTarget, NO_MAIL, targetProblem, type ForwardKind, type Mail } from './target'
import { useFocusBack } from '@/look/useFocusBack'

/** Makes a forward: where, what kind, from which severity on. */
export function NewForward({ onClose }: { onClose: () => void }) {
  useFocusBack()
  const [kind, setKind] = useState<ForwardKind>('webhook')
  const [name, setName] = useState('')
  const [target, setTarget] = useState('')
  const [mail, setMail] = useState(NO_MAIL)
  const [secret, setSecret] = useState('')
  const [severity, setSeverity] = useState('medium')
  const queries = useQueryClient()
  const address = kind === 'email' ? mailTarget(mail) : target.trim()
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/v1/forwards', { body: { kind, name: name.trim(), target: address, min_severity: severity, secret: (kind === 'webhook' || kind === 'email') && secret !== '' ? secret : null } })),
    onSuccess: (list) => {
      queries.setQueryData(forwardsQuery.queryKey, list)
      onClose()
    },
  })
  const look = KINDS.find((one) => one.value === kind)
  const fault = make.error instanceof ApiError ? make.error : undefined
  const of = (field: string) => (fault?.field === field ? fault.message : undefined)
  const problem = targetProblem(kind, target)
  const isPlaced = kind === 'email' ? isMailReady(mail, secret !== '') : target.trim() !== '' && problem === undefined
  const isReady = name.trim() !== '' && isPlaced
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) make.mutate()
  }
  return (
    <Modal opened onClose={onClose} title="New forward" size="lg">
      <form onSubmit={submit}>
        <Stack>
          <Select label="Kind" description={look?.help} allowDeselect={false} data={KINDS.map(({ value, label }) => ({ value, label }))} value={kind} onChange={(value) => { setKind((value ?? 'webhook') as ForwardKind); setSecret('') }} data-autofocus />
          <TextInput label="Name" required placeholder="security team" value={name} onChange={(event) => setName(event.currentTarget.value)} error={of('name')} />
          {kind === 'email' ? <MailFields mail={mail} onMail={setMail} password={secret} onPassword={setSecret} refused={of('target')} />
          : <TextInput label="Address" required placeholder={look?.place} description="Kept encrypted; afterwards only its host is shown" value={target} onChange={(event) => setTarget(event.currentTarget.value)} error={problem ?? of('target')} autoComplete="off" />}
          {kind === 'webhook' && <PasswordInput label="Secret" description="Optional. Messages then bear x-portolan-signature: HMAC-SHA256 over time and body" value={secret} autoComplete="off" data-1p-ignore onChange={(event) => setSecret(event.currentTarget.value)} error={of('secret')} />}
          <Select label="Alerts from this severity on" w={240} allowDeselect={false} data={SEVERITIES.map((value) => ({ value, label: value }))} value={severity} onChange={(value) => setSeverity(value ?? 'medium')} error={of('min_severity')} />
          {fault && !fault.field && <Failure error={fault} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>Cancel</Button><Button type="submit" disabled={!isReady} loading={make.isPending}>Make</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface MailProps {
  mail: Mail
  onMail: (mail: Mail) => void
  password: string
  onPassword: (password: string) => void
  refused: string | undefined
}

/** A mail server, who writes, and who is told. */
function MailFields({ mail, onMail, password, onPassword, refused }: MailProps) {
  const wrong = mailProblems(mail, password !== '')
  const put = (part: Partial<Mail>) => onMail({ ...mail, ...part })
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <TextInput label="Mail server" required placeholder="mail.example.com" description="With its port, if unusual" value={mail.host} error={wrong.host ?? refused} autoComplete="off" onChange={(event) => put({ host: event.currentTarget.value })} />
        <Select
          label="Encryption" description="Never without, but to a relay" allowDeselect={false} value={mail.tls} error={wrong.tls} onChange={(tls) => put({ tls: (tls ?? 'start') as Mail['tls'] })}
          data={[{ value: 'start', label: 'TLS from the start, 465' }, { value: 'upgrade', label: 'STARTTLS, 587' }, { value: 'none', label: 'None, a relay without password, 25' }]}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <TextInput label="From" required placeholder="alerts@example.com" value={mail.from} error={wrong.from} onChange={(event) => put({ from: event.currentTarget.value })} />
        <TextInput label="To" required placeholder="soc@example.com, cert@example.com" value={mail.to} error={wrong.to} onChange={(event) => put({ to: event.currentTarget.value })} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <TextInput label="User" description="Where the server wants one" value={mail.user} error={wrong.user} autoComplete="off" onChange={(event) => put({ user: event.currentTarget.value })} />
        <PasswordInput label="Password" description="Kept encrypted, and never shown" value={password} error={wrong.password} autoComplete="off" data-1p-ignore onChange={(event) => onPassword(event.currentTarget.value)} />
      </SimpleGrid>
    </>
  )
}
