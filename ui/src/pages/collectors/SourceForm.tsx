import { Button, Group, Modal, PasswordInput, SegmentedControl, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { ApiError } from '@/api/client'
import { Failure } from '@/look/Failure'
import { bodyOf, fresh, isReady, KINDS, problems, type Draft, type SourceKind, type SourceMade } from './source'
import { useFocusBack } from '@/look/useFocusBack'

interface Props {
  title: string
  begin: Draft
  /** What the source is read with now; with it, the kind and the name stand. */
  credential?: string
  onSend: (wanted: ReturnType<typeof bodyOf>) => Promise<SourceMade>
  onClose: () => void
  onMade: (made: SourceMade) => void
}

const SECRET = { autoComplete: 'off', 'data-1p-ignore': true } as const

/** Where a source is read, and what with. */
export function SourceForm({ title, begin, credential, onSend, onClose, onMade }: Props) {
  useFocusBack()
  const [draft, setDraft] = useState(begin)
  const queries = useQueryClient()
  const send = useMutation({
    mutationFn: () => onSend(bodyOf(draft)),
    onSuccess: async (made) => {
      onMade(made)
      await Promise.all([queries.invalidateQueries({ queryKey: ['collectors'] }), queries.invalidateQueries({ queryKey: ['sources'] })])
    },
  })
  const fault = send.error instanceof ApiError ? send.error : undefined
  const wrong = problems(draft)
  const put = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }))
  const field = (name: keyof Draft, label: string, more: { description?: ReactNode; placeholder?: string; required?: boolean; mono?: boolean } = {}) => (
    <TextInput
      label={label} description={more.description} placeholder={more.placeholder} required={more.required} autoComplete="off" spellCheck={false} value={draft[name]} error={wrong[name] ?? (fault?.field === name ? fault.message : undefined)}
      onChange={(event) => put({ [name]: event.currentTarget.value })}
    />
  )
  const secret = (name: keyof Draft, label: string, description?: string) => (
    <PasswordInput label={label} description={description} value={draft[name]} error={fault?.field === name ? fault.message : undefined} onChange={(event) => put({ [name]: event.currentTarget.value })} {...SECRET} />
  )
  const known = fault?.field !== undefined && (fault.field in draft)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady(draft)) send.mutate()
  }
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <form onSubmit={submit}>
        <Stack>
          {credential === undefined && (
            <>
              <Select label="What is read" description={KINDS.find((one) => one.value === draft.kind)?.help} allowDeselect={false} data={KINDS.map(({ value, label }) => ({ value, label }))} value={draft.kind} onChange={(kind) => setDraft(fresh((kind ?? 'aws') as SourceKind, draft.name))} />
              {field('name', 'Name', { required: true, placeholder: draft.kind === 'aws' ? 'trail' : 'acme', description: 'Small letters, digits and hyphens; it cannot be changed' })}
            </>
          )}
          {draft.kind === 'aws' && (
            <>
              {field('queue_url', 'Address of the queue', { required: true, placeholder: 'https://sqs.eu-west-1.amazonaws.com/111122223333/trail', description: 'The SQS queue that is told of new objects' })}
              {field('region', 'Region', { placeholder: 'eu-west-1', description: 'Only where the address of the queue does not name it' })}
            </>
          )}
          {draft.kind === 'github' && (
            <>
              <SimpleGrid cols={{ base: 1, xs: 2 }}>{field('org', 'Organization', { placeholder: 'acme' })}{field('enterprise', 'Or enterprise', { placeholder: 'acme-corp' })}</SimpleGrid>
              <Select label="Events" w={260} allowDeselect={false} data={[{ value: 'all', label: 'All' }, { value: 'web', label: 'Web, without Git' }, { value: 'git', label: 'Git alone' }]} value={draft.include} onChange={(include) => put({ include: include ?? 'all' })} />
              {field('api_url', 'Address of the API', { placeholder: 'https://api.github.com', description: 'Only for a server of one’s own: https://HOST/api/v3' })}
            </>
          )}
          {draft.kind !== 'teleport' && <Proof draft={draft} credential={credential} put={put} field={field} secret={secret} />}
          {draft.kind === 'teleport' && <Text size="sm" c="dimmed">Nothing to fill in: you get an address and a token for Teleport’s event handler. The token may send events of this source and nothing else.</Text>}
          {fault && !known && <Failure error={fault} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>Cancel</Button><Button type="submit" disabled={!isReady(draft)} loading={send.isPending}>{credential === undefined ? 'Read it' : 'Keep'}</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface ProofProps {
  draft: Draft
  credential: string | undefined
  put: (part: Partial<Draft>) => void
  field: (name: keyof Draft, label: string, more?: { placeholder?: string }) => ReactNode
  secret: (name: keyof Draft, label: string, description?: string) => ReactNode
}

/** What proves who asks. A secret that is kept is never shown, only replaced. */
function Proof({ draft, credential, put, field, secret }: ProofProps) {
  const ways = draft.kind === 'aws' ? [['machine', 'What the machine has'], ['key', 'Access key']] : [['token', 'Token'], ['app', 'GitHub App']]
  // The machine's credentials cannot take the place of a key that is kept: they are chosen when a source is made.
  const data = credential === undefined ? ways : [['keep', `Keep: ${credential}`], ...ways.filter(([value]) => value !== 'machine')]
  return (
    <>
      <div>
        <Text size="sm" fw={500} mb={4}>Read with</Text>
        <SegmentedControl fullWidth aria-label="Read with" data={data.map(([value, label]) => ({ value: value ?? '', label: label ?? '' }))} value={draft.proof} onChange={(proof) => put({ proof: proof as Draft['proof'] })} />
      </div>
      {draft.proof === 'machine' && <Text size="xs" c="dimmed">The server’s environment, the agent of its container, or the role of its machine.</Text>}
      {draft.proof === 'key' && <SimpleGrid cols={{ base: 1, xs: 2 }}>{field('access_key_id', 'Access key', { placeholder: 'AKIA…' })}{secret('secret_access_key', 'Its secret')}</SimpleGrid>}
      {draft.proof === 'token' && secret('token', 'Token', 'Classic with read:audit_log, or fine-grained with Administration (read); of an owner')}
      {draft.proof === 'app' && <>{field('app_id', 'Id of the app')}<Textarea label="Private key" description="As PEM" autosize minRows={3} maxRows={8} value={draft.app_key} onChange={(event) => put({ app_key: event.currentTarget.value })} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }} {...SECRET} /></>}
    </>
  )
}
