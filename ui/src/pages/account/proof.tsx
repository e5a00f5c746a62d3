import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { api, ApiError, body, type Schemas } from '@/api/client'
import { Failure } from '@/look/Failure'
import { knowsPasskeys, usePasskeyOf } from './webauthn'
import { useFocusBack } from '@/look/useFocusBack'

/** Goes along with one change of what protects the account. */
type Proof = { headers: { 'x-portolan-proof': string } }
interface Asking { give: (proof: Proof) => void, refuse: (why: Error) => void }

const shown = async () => usePasskeyOf(await body(api.POST('/api/v1/session/passkey/challenge')))

/** Asks anew who one is; `dialog` must stand in the page for that. */
export function useProof(): { ask: () => Promise<Proof>, dialog: ReactNode } {
  const [asking, setAsking] = useState<Asking>()
  const ask = () => new Promise<Proof>((give, refuse) => setAsking({ give, refuse }))
  const over = (then: (asking: Asking) => void) => {
    if (asking) then(asking)
    setAsking(undefined)
  }
  const dialog = asking && (
    <Prove
      given={(ticket) => over(({ give }) => give({ headers: { 'x-portolan-proof': ticket } }))}
      left={() => over(({ refuse }) => refuse(new Error('Nothing was changed: you did not prove that it is you.')))}
    />
  )
  return { ask, dialog }
}

function Prove({ given, left }: { given: (ticket: string) => void, left: () => void }) {
  useFocusBack()
  const [password, setPassword] = useState('')
  const prove = useMutation({
    mutationFn: (proof: Schemas['ProofRequest']) => body(api.POST('/api/v1/account/proof', { body: proof })),
    onSuccess: ({ ticket }) => given(ticket),
  })
  const show = useMutation({
    mutationFn: shown,
    onSuccess: (passkey) => prove.mutate({ passkey }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A form inside a form of the page would be sent along with it.
    event.stopPropagation()
    prove.mutate({ password })
  }
  const fault = prove.error instanceof ApiError ? prove.error : undefined
  const other = show.error ?? (fault?.field === 'password' ? null : prove.error)
  return (
    <Modal opened onClose={left} title="Prove that it is you">
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">This changes what protects your account, so that nobody else can do it in your browser.</Text>
          <PasswordInput label="Your password" data-autofocus autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} error={fault?.field === 'password' ? fault.message : undefined} />
          {other && <Failure error={other} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={left}>Cancel</Button>
            {knowsPasskeys() && <Button variant="default" loading={show.isPending} onClick={() => show.mutate()}>Show a passkey</Button>}
            <Button type="submit" loading={prove.isPending} disabled={password === ''}>Go on</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
