import { Badge, Button, Group, Modal, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconLink } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { IdentityActivity } from '@/api/activity'
import { api, ApiError, body, type Schemas } from '@/api/client'
import { useMay } from '@/api/permissions'
import { Failure } from '@/look/Failure'
import { LinkText } from '@/look/links'
import { Panel } from '@/look/Panel'
import { Sure } from '@/look/Sure'
import { When } from '@/look/When'
import { useFocusBack } from '@/look/useFocusBack'

type Account = Schemas['LinkedAccount']

const REASONS: Record<string, string> = {
  manual: 'said here by hand', directory: 'the directory says so', external_identity: 'the source names the other account', sign_in_attribute: 'an attribute of a sign-in', saml_subject: 'the subject of a SAML sign-in', mail: 'the same e-mail address', local_name: 'the same name before the @', session_name: 'a session bears the name; whoever takes the role may choose it',
}

/** Whose accounts they are, with the evidence for each; a wrong one is taken away, a missing one linked, for old events too. */
export function Accounts({ activity }: { activity: IdentityActivity }) {
  const may = useMay()
  const [linking, { open, close }] = useDisclosure()
  const isEditor = may('activity.update')
  return (
    <Panel title="Accounts" flush actions={isEditor && <Button size="xs" variant="default" leftSection={<IconLink size={14} />} onClick={open}>Link an account</Button>}>
      {activity.accounts.length === 0 && <Text size="sm" c="dimmed" p="md">No account of any source is known to be theirs; what is found bears the name itself.</Text>}
      {activity.accounts.length > 0 && (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing={6} aria-label="Accounts">
            <Table.Thead><Table.Tr><Table.Th>Source</Table.Th><Table.Th>Account</Table.Th><Table.Th>Why it is theirs</Table.Th>{isEditor && <Table.Th aria-label="Corrections" />}</Table.Tr></Table.Thead>
            <Table.Tbody>{activity.accounts.map((one) => <Row key={`${one.source} ${one.org} ${one.id}`} account={one} isEditor={isEditor} />)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {activity.hints && activity.hints.length > 0 && (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing={6} aria-label="May be theirs">
            <Table.Thead><Table.Tr><Table.Th>May be theirs</Table.Th><Table.Th>Account</Table.Th><Table.Th>Weak evidence: not counted here</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{activity.hints.map((one) => <Hint key={`${one.source} ${one.org} ${one.id}`} account={one} />)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {linking && <LinkAccount person={activity.person} onClose={close} />}
    </Panel>
  )
}

/** An account that bears a name which anybody may choose. */
function Hint({ account }: { account: Account }) {
  return (
    <Table.Tr>
      <Table.Td><Badge color="gray" variant="outline">{account.source}</Badge>{account.org && <Text size="xs" c="dimmed">{account.org}</Text>}</Table.Td>
      <Table.Td className="mono" style={{ overflowWrap: 'anywhere' }}>{account.id}</Table.Td>
      <Table.Td><Text size="sm">{REASONS[account.reason] ?? account.reason}</Text><Text size="xs" c="dimmed">{account.evidence}{account.event && <>, <LinkText to="/activity" search={{ from: 'all', event: account.event }} size="xs" underline="always">the event</LinkText></>}</Text></Table.Td>
    </Table.Tr>
  )
}

/** Everything that names people reads accounts anew. */
function useRenew() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['activity'] })
}

function Row({ account, isEditor }: { account: Account; isEditor: boolean }) {
  const renew = useRenew()
  const part = useMutation({ mutationFn: () => body(api.POST('/api/v1/activity/accounts', { body: { source: account.source, org: account.org, id: account.id, person: null, note: '' } })), onSuccess: renew })
  const back = useMutation({ mutationFn: () => body(api.DELETE('/api/v1/activity/accounts', { params: { query: { source: account.source, org: account.org, id: account.id } } })), onSuccess: renew })
  const isManual = account.reason === 'manual'
  return (
    <Table.Tr>
      <Table.Td><Badge color="gray">{account.source}</Badge>{account.org && <Text size="xs" c="dimmed">{account.org}</Text>}</Table.Td>
      <Table.Td className="mono" style={{ overflowWrap: 'anywhere' }}>{account.id}</Table.Td>
      <Table.Td>
        <Text size="sm">{REASONS[account.reason] ?? account.reason}</Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {account.evidence}{account.since && <>, <When at={account.since} /></>}{account.event && <>, <LinkText to="/activity" search={{ from: 'all', event: account.event }} size="xs" underline="always">the event</LinkText></>}
        </Text>
      </Table.Td>
      {isEditor && (
        <Table.Td>
          {isManual
            ? <Sure really="Take it back" label={`Take back the correction of ${account.id}`} busy={back.isPending} failed={back.error} onSure={() => back.mutate()}>Take back…</Sure>
            : <Sure really="It is nobody’s of these" label={`${account.id} is not theirs`} busy={part.isPending} failed={part.error} onSure={() => part.mutate()}>Not theirs…</Sure>}
        </Table.Td>
      )}
    </Table.Tr>
  )
}

function LinkAccount({ person, onClose }: { person: string; onClose: () => void }) {
  useFocusBack()
  const renew = useRenew()
  const [source, setSource] = useState('aws')
  const [org, setOrg] = useState('')
  const [id, setId] = useState('')
  const [note, setNote] = useState('')
  const link = useMutation({
    mutationFn: () => body(api.POST('/api/v1/activity/accounts', { body: { source, org: org.trim(), id: id.trim(), person, note: note.trim() } })),
    onSuccess: async () => {
      onClose()
      await renew()
    },
  })
  const fault = link.error instanceof ApiError ? link.error : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    link.mutate()
  }
  return (
    <Modal opened onClose={onClose} title={`Link an account to ${person}`}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">All its events, old ones too, then count as theirs. Nothing is rewritten, and it can be taken back.</Text>
          <Select label="Source" allowDeselect={false} data={['okta', 'aws', 'github', 'teleport']} value={source} onChange={(value) => setSource(value ?? 'aws')} />
          <TextInput label="Organization" description="As events name it: AWS account, GitHub organization, Teleport cluster" value={org} onChange={(event) => setOrg(event.currentTarget.value)} error={fault?.field === 'org' ? fault.message : undefined} />
          <TextInput label="Account" description="The actor’s id in the events of the source" required data-autofocus value={id} onChange={(event) => setId(event.currentTarget.value)} error={fault?.field === 'id' ? fault.message : undefined} />
          <TextInput label="How you know" description="Kept as the evidence" value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          {fault && fault.field !== 'org' && fault.field !== 'id' && <Failure error={fault} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>Cancel</Button><Button type="submit" loading={link.isPending} disabled={id.trim() === ''}>Link</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}
