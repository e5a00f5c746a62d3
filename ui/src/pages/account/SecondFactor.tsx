import { Badge, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState, type FormEvent } from 'react'
import { accountQuery } from '@/api/account'
import { api, ApiError, body } from '@/api/client'
import { CopyLine } from '@/look/CopyLine'
import { Failure } from '@/look/Failure'
import { Sure } from '@/look/Sure'
import { useProof } from './proof'

const QrCode = lazy(() => import('./QrCode').then((module) => ({ default: module.QrCode })))

/** Sets up one-time codes of an authenticator app, or takes them away. */
export function SecondFactor({ isSet }: { isSet: boolean }) {
  const [open, { open: show, close }] = useDisclosure()
  const [code, setCode] = useState('')
  const queries = useQueryClient()
  const { ask, dialog } = useProof()
  const offer = useMutation({
    mutationFn: async () => {
      const proof = await ask()
      show()
      return body(api.POST('/api/v1/account/second-factor', proof))
    },
  })
  const prove = useMutation({
    mutationFn: (ticket: string) => body(api.PUT('/api/v1/account/second-factor', { body: { ticket, code } })),
    onSuccess: async (account) => {
      queries.setQueryData(accountQuery.queryKey, account)
      // Where one is asked for, everything else opens now.
      await queries.invalidateQueries({ queryKey: ['session'] })
      leave()
    },
  })
  const remove = useMutation({
    mutationFn: async () => body(api.DELETE('/api/v1/account/second-factor', await ask())),
    onSuccess: (account) => queries.setQueryData(accountQuery.queryKey, account),
  })
  const leave = () => {
    close()
    setCode('')
    offer.reset()
    prove.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (offer.data) prove.mutate(offer.data.ticket)
  }
  const fault = prove.error instanceof ApiError ? prove.error : undefined
  return (
    <div>
      <Group justify="space-between">
        <div>
          <Text size="sm" fw={540} component="div">Second factor <Badge ml={6} color={isSet ? 'green' : 'brass'}>{isSet ? 'set up' : 'not set up'}</Badge></Text>
          <Text size="sm" c="dimmed" maw={420}>{isSet ? 'Signing in with the password asks for a code of your authenticator app.' : 'A code of an authenticator app, so that a stolen password is not enough.'}</Text>
        </div>
        {isSet ? <Sure size="xs" variant="light" really="Take it away" busy={remove.isPending} failed={remove.error} onSure={() => remove.mutate()}>Take away…</Sure> : <Button size="xs" loading={offer.isPending} onClick={() => offer.mutate()}>Set up…</Button>}
      </Group>
      {dialog}
      <Modal opened={open} onClose={leave} title="Set up a second factor">
        {offer.error && <Failure error={offer.error} />}
        {offer.data && (
          <form onSubmit={submit}>
            <Stack>
              <Text size="sm">Scan this with an authenticator app, or type the key in by hand.</Text>
              <Suspense fallback={<div style={{ height: 196 }} />}><QrCode text={offer.data.url} label="Code to scan with an authenticator app" /></Suspense>
              <CopyLine name="Key" value={offer.data.secret} />
              <TextInput
                label="Code that the app shows now" required inputMode="numeric" autoComplete="one-time-code" data-autofocus maxLength={9} value={code}
                onChange={(event) => setCode(event.currentTarget.value.replaceAll(/\D/g, '').slice(0, 6))} error={fault?.field === 'code' ? [fault.message, fault.hint].filter(Boolean).join('; ') : undefined}
              />
              {fault && fault.field !== 'code' && <Failure error={fault} />}
              <Group justify="flex-end">
                <Button variant="default" onClick={leave}>Cancel</Button>
                <Button type="submit" loading={prove.isPending} disabled={code.length < 6}>Put in force</Button>
              </Group>
            </Stack>
          </form>
        )}
      </Modal>
    </div>
  )
}
