import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconFingerprint, IconInfoCircle, IconLogin2 } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api, ApiError, body } from '@/api/client'
import { signInWaysQuery } from '@/api/connectors'
import { sessionQuery } from '@/api/session'
import { Words } from '@/look/Words'
import { knowsPasskeys, usePasskeyOf } from '@/pages/account/webauthn'
import { Frame } from './Frame'
import classes from './Frame.module.css'
import { loginAddress, safeNext } from './next'

/** Signing in: through an identity provider, or with a password and where it is set up a second factor. */
export function SignIn() {
  useDocumentTitle('Sign in · Portolan')
  const { next } = useSearch({ from: '/sign-in' })
  const ways = useQuery(signInWaysQuery)
  const connectors = ways.data?.connectors ?? []
  return (
    <Frame title="Sign in" lead="Who can reach what in your Okta organization.">
      {connectors.length > 0 && (
        <>
          <Stack gap="xs" role="group" aria-label="Single sign-on">
            {connectors.map((one) => (
              <Button key={one.name} component="a" href={loginAddress(one.login_url, next)} leftSection={<IconLogin2 size={17} />} fullWidth>{one.display}</Button>
            ))}
          </Stack>
          <div className={classes.or}><span>or with a password</span></div>
        </>
      )}
      <PasswordForm next={next} isSecond={connectors.length > 0} />
    </Frame>
  )
}

/** Asks the browser for a passkey of this site. */
const proof = async () => usePasskeyOf(await body(api.POST('/api/v1/session/passkey/challenge')))

/** The session that an answer began: read anew, and on to the page that was wanted. */
function useEntered(next?: string) {
  const router = useRouter()
  const queries = useQueryClient()
  return async () => {
    await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
    router.history.push(safeNext(next))
  }
}

/** Signing in without a name: the passkey says who it is. */
function WithPasskey({ next }: { next?: string }) {
  const entered = useEntered(next)
  const signIn = useMutation({ mutationFn: async () => body(api.POST('/api/v1/session/passkey', { body: await proof() })), onSuccess: entered })
  return (
    <>
      {signIn.error && <Refusal error={signIn.error} />}
      <Button variant="default" leftSection={<IconFingerprint size={17} />} loading={signIn.isPending} onClick={() => signIn.mutate()}>Use a passkey</Button>
    </>
  )
}

/** Two steps: name and password, then the code if the server asks for one. */
function PasswordForm({ next, isSecond }: { next?: string; isSecond: boolean }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState<'code' | 'passkey'>()
  const entered = useEntered(next)
  const signIn = useMutation({
    mutationFn: async (by: 'code' | 'passkey' | undefined) => body(api.POST('/api/v1/session', { body: { name, password, ...(by === 'code' ? { code } : {}), ...(by === 'passkey' ? { passkey: await proof() } : {}) } })),
    onSuccess: entered,
    onError: (error) => {
      setCode('')
      if (error instanceof ApiError && error.code === 'second_factor_required') setAsked('code')
      if (error instanceof ApiError && error.code === 'passkey_required') setAsked('passkey')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate(asked)
  }
  const isRefused = signIn.error && !(signIn.error instanceof ApiError && ['second_factor_required', 'passkey_required'].includes(signIn.error.code))
  return (
    <form onSubmit={submit}>
      <Stack>
        {isRefused && <Refusal error={signIn.error} />}
        {asked ? (
          <>
            {asked === 'code' && (
              <>
                <TextInput
                  label="Code" description="Six digits from your authenticator app" inputMode="numeric" autoComplete="one-time-code" required autoFocus maxLength={9}
                  value={code} onChange={(event) => setCode(event.currentTarget.value.replaceAll(/\D/g, '').slice(0, 6))}
                />
                <Button type="submit" loading={signIn.isPending} disabled={code.length < 6} mt="xs">Sign in</Button>
              </>
            )}
            {asked === 'passkey' && <Text size="sm">The password is right. Now show your passkey.</Text>}
            {knowsPasskeys() && <Button variant={asked === 'passkey' ? 'filled' : 'default'} leftSection={<IconFingerprint size={17} />} loading={signIn.isPending} onClick={() => signIn.mutate('passkey')}>Use a passkey</Button>}
            <Button variant="subtle" color="gray" size="xs" onClick={() => { setAsked(undefined); setPassword(''); signIn.reset() }}>Sign in as somebody else</Button>
          </>
        ) : (
          <>
            <TextInput label="Name" autoComplete="username" required autoFocus={!isSecond} value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <PasswordInput label="Password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
            <Button type="submit" loading={signIn.isPending} variant={isSecond ? 'default' : 'filled'} mt="xs">Sign in</Button>
            {knowsPasskeys() && <WithPasskey next={next} />}
          </>
        )}
      </Stack>
    </form>
  )
}

/** Calm: most often a key was hit wrong. */
function Refusal({ error }: { error: Error }) {
  return (
    <Alert role="alert" color="brass" icon={<IconInfoCircle size={18} />} p="xs" px="sm">
      <Text size="sm"><Words>{error.message}</Words></Text>
      {error instanceof ApiError && error.hint && <Text size="sm" c="dimmed"><Words>{error.hint}</Words></Text>}
    </Alert>
  )
}
