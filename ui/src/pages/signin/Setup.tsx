import { Alert, Button, Code, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api, body } from '@/api/client'
import { sessionQuery } from '@/api/session'
import { Failure } from '@/look/Failure'
import { Frame } from './Frame'
import { LinkButton } from '@/look/links'

const SHORTEST = 12

/** Makes the first administrator from the one-time link that the server printed. */
export function Setup() {
  useDocumentTitle('Set up · Portolan')
  const { code } = useSearch({ from: '/setup' })
  const session = useQuery(sessionQuery)
  if (session.data && !session.data.setup_required) {
    return (
      <Frame title="Already set up" lead="This server has its first administrator; the one-time link has done its work.">
        <LinkButton to={session.data.signed_in ? '/' : '/sign-in'} fullWidth>{session.data.signed_in ? 'Go home' : 'Sign in'}</LinkButton>
      </Frame>
    )
  }
  if (code === undefined) {
    return (
      <Frame title="Almost there" lead="This server has no administrator yet.">
        <Alert color="tide">
          <Text size="sm">At its first start the server prints a one-time link that ends in <Code>/setup?code=…</Code>. Open that link to make the first administrator.</Text>
        </Alert>
      </Frame>
    )
  }
  return <Form code={code} />
}

function Form({ code }: { code: string }) {
  const [name, setName] = useState('admin')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const differs = again !== '' && again !== password
  const tooShort = password !== '' && password.length < SHORTEST
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/v1/setup', { body: { code, name, password } })),
    onSuccess: async () => {
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
      await navigate({ to: '/' })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (password === again && password.length >= SHORTEST) make.mutate()
  }
  return (
    <Frame title="Make the first administrator" lead="This link works once. Choose a name and a password of your own.">
      <form onSubmit={submit}>
        <Stack>
          {make.error && <Failure error={make.error} />}
          <TextInput label="Name" autoComplete="username" required value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <PasswordInput
            label="Password" description={`At least ${SHORTEST} characters`} autoComplete="new-password" required autoFocus value={password}
            onChange={(event) => setPassword(event.currentTarget.value)} error={tooShort ? `${SHORTEST - password.length} characters to go` : undefined}
          />
          <PasswordInput
            label="Password again" autoComplete="new-password" required value={again}
            onChange={(event) => setAgain(event.currentTarget.value)} error={differs ? 'The two passwords differ' : undefined}
          />
          <Button type="submit" loading={make.isPending} mt="xs">Make administrator</Button>
        </Stack>
      </form>
    </Frame>
  )
}
