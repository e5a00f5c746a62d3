import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api, body } from '@/api/client'
import { sessionQuery } from '@/api/session'
import { Failure } from '@/look/Failure'
import { Frame } from './Frame'
import { safeNext } from './next'

export function SignIn() {
  useDocumentTitle('Sign in · Portolan')
  const { next } = useSearch({ from: '/sign-in' })
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const router = useRouter()
  const queries = useQueryClient()
  const signIn = useMutation({
    mutationFn: () => body(api.POST('/api/v1/session', { body: { name, password } })),
    onSuccess: async () => {
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
      router.history.push(safeNext(next))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <Frame title="Sign in" lead="Who can reach what in your Okta organization.">
      <form onSubmit={submit}>
        <Stack>
          {signIn.error && <Failure error={signIn.error} />}
          <TextInput label="Name" autoComplete="username" required autoFocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <PasswordInput label="Password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
          <Button type="submit" loading={signIn.isPending} mt="xs">Sign in</Button>
        </Stack>
      </form>
    </Frame>
  )
}
