import { ActionIcon, Alert, Button, Group, NumberInput, SimpleGrid, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api, ApiError, body } from '@/api/client'
import { rolesQuery, type RoleConditions, type RoleView } from '@/api/roles'
import { Failure } from '@/look/Failure'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { labelLines, labelsOf, marksOf, NOT_READ_YET, rulesOf, type LabelLine, type Marks } from './matrix'
import { MatrixEditor } from './RoleMatrix'

/** What a form holds of one half of a role. */
interface HalfDraft {
  marks: Marks
  apps: LabelLine[]
  groups: LabelLine[]
  request: string[]
  review: string[]
}

const draftOf = (half: RoleConditions | undefined): HalfDraft => ({
  marks: marksOf(half?.rules ?? []), apps: labelLines(half?.app_labels ?? {}), groups: labelLines(half?.group_labels ?? {}), request: half?.request_roles ?? [], review: half?.review_roles ?? [],
})

/** Makes a role, from nothing or like another. */
export function NewRole() {
  return <Only may="role.create"><Making /></Only>
}

function Making() {
  const { like } = useSearch({ from: '/shell/roles/new' })
  const { data, error, refetch } = useQuery(rolesQuery)
  const navigate = useNavigate()
  if (error) return <Page title="New role"><Failure error={error} retry={() => refetch()} /></Page>
  if (!data) return null
  const sample = data.roles.find((role) => role.name === like)
  return <RoleEditor sample={sample} kinds={data.resources} verbs={data.verbs} onDone={(name) => void navigate(name ? { to: '/roles/$name', params: { name } } : { to: '/roles' })} />
}

interface Props {
  /** The role that is changed; none when one is made. */
  role?: RoleView
  /** The role that a new one begins like. */
  sample?: RoleView
  kinds: readonly string[]
  verbs: readonly string[]
  onDone: (name?: string) => void
}

export function RoleEditor({ role, sample, kinds, verbs, onDone }: Props) {
  const from = role ?? sample
  const [name, setName] = useState(role?.name ?? (sample ? `${sample.name}-own` : ''))
  const [description, setDescription] = useState(from?.description ?? '')
  const [allow, setAllow] = useState(() => draftOf(from?.allow))
  const [deny, setDeny] = useState(() => draftOf(from?.deny))
  const [minutes, setMinutes] = useState<number | ''>(from?.max_session_ttl_s ? Math.round(from.max_session_ttl_s / 60) : '')
  const queries = useQueryClient()
  const half = (draft: HalfDraft): RoleConditions => ({
    rules: rulesOf(draft.marks, kinds, verbs), app_labels: labelsOf(draft.apps), group_labels: labelsOf(draft.groups), request_roles: draft.request, review_roles: draft.review,
  })
  const save = useMutation({
    mutationFn: () => {
      const wanted = { description: description.trim(), allow: half(allow), deny: half(deny), max_session_ttl_s: minutes === '' ? null : minutes * 60 }
      return role
        ? body(api.PUT('/api/v1/roles/{name}', { params: { path: { name: role.name } }, body: { ...wanted, revision: role.revision } }))
        : body(api.POST('/api/v1/roles', { body: { ...wanted, name: name.trim() } }))
    },
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ['roles'] })
      onDone(saved.name)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const fault = (field: string) => (save.error instanceof ApiError && save.error.field === field ? save.error.message : undefined)
  const isReserved = !role && name.trim() === 'new'
  return (
    <Page title={role ? `Change ${role.name}` : 'New role'} lead={role ? 'It takes effect at once for everybody who has it.' : 'Nobody has it until it is assigned or mapped.'}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Panel>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              {!role && <TextInput label="Name" required autoFocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={isReserved ? 'This word is taken: choose another' : fault('name')} />}
              <TextInput label="Description" value={description} onChange={(event) => setDescription(event.currentTarget.value)} error={fault('description')} />
              <NumberInput label="Longest sign-in, in minutes" description="The shortest of all roles of a person counts" min={1} allowDecimal={false} value={minutes} onChange={(value) => setMinutes(value === '' ? '' : Number(value))} error={fault('max_session_ttl_s')} placeholder="As the server’s settings say" />
            </SimpleGrid>
          </Panel>
          <Panel title="Permissions" flush actions={<Text size="xs" c="dimmed">a click goes round: not, permitted, forbidden</Text>}>
            <MatrixEditor kinds={kinds} verbs={verbs} allow={allow.marks} deny={deny.marks} onChange={(permitted, forbidden) => { setAllow({ ...allow, marks: permitted }); setDeny({ ...deny, marks: forbidden }) }} />
          </Panel>
          <Alert color="brass" p="xs" px="sm" role="note"><Text size="sm">{NOT_READ_YET}</Text></Alert>
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
            <Panel title="Permits"><HalfFields half={allow} onChange={setAllow} /></Panel>
            <Panel title="Forbids"><HalfFields half={deny} onChange={setDeny} /></Panel>
          </SimpleGrid>
          {save.error && !fault('name') && !fault('description') && !fault('max_session_ttl_s') && <Failure error={save.error} />}
          {role && role.people > 0 && <Alert color="brass" p="xs" px="sm"><Text size="sm">{role.people === 1 ? 'One person has' : `${role.people} people have`} this role now.</Text></Alert>}
          <Group>
            <Button type="submit" loading={save.isPending} disabled={name.trim() === '' || isReserved}>{role ? 'Save' : 'Make the role'}</Button>
            <Button variant="default" onClick={() => onDone(role?.name)}>Cancel</Button>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}

function HalfFields({ half, onChange }: { half: HalfDraft; onChange: (half: HalfDraft) => void }) {
  const { data } = useQuery(rolesQuery)
  const names = ['*', ...(data?.roles.map((role) => role.name) ?? [])]
  return (
    <Stack gap="md">
      <Labels label="Apps by label" lines={half.apps} onChange={(apps) => onChange({ ...half, apps })} />
      <Labels label="Groups by label" lines={half.groups} onChange={(groups) => onChange({ ...half, groups })} />
      <TagsInput label="Roles to ask for" description="* stands for any text" data={names} value={half.request} onChange={(request) => onChange({ ...half, request })} />
      <TagsInput label="Roles whose requests to decide" data={names} value={half.review} onChange={(review) => onChange({ ...half, review })} />
    </Stack>
  )
}

/** Labels that must all match, each one of its patterns. */
function Labels({ label, lines, onChange }: { label: string; lines: LabelLine[]; onChange: (lines: LabelLine[]) => void }) {
  const change = (at: number, part: Partial<LabelLine>) => onChange(lines.map((line, index) => (index === at ? { ...line, ...part } : line)))
  return (
    <div role="group" aria-label={label}>
      <Text size="sm" fw={500}>{label}</Text>
      <Text size="xs" c="dimmed" mb={6}>Every line must match; * stands for any text</Text>
      {lines.map((line, at) => (
        <Group key={at} gap={6} wrap="nowrap" mb={6} align="flex-start">
          <TextInput aria-label="Label" placeholder="okta/app-name" value={line.key} onChange={(event) => change(at, { key: event.currentTarget.value })} w="42%" />
          <TagsInput aria-label={`Values of ${line.key || 'the label'}`} placeholder={line.patterns.length === 0 ? 'any value' : undefined} value={line.patterns} onChange={(patterns) => change(at, { patterns })} style={{ flex: 1 }} />
          <ActionIcon variant="subtle" color="gray" mt={4} aria-label={`Remove the line ${line.key}`} onClick={() => onChange(lines.filter((_, index) => index !== at))}><IconTrash size={16} /></ActionIcon>
        </Group>
      ))}
      <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} onClick={() => onChange([...lines, { key: lines.length === 0 ? '*' : '', patterns: lines.length === 0 ? ['*'] : [] }])}>Add</Button>
    </div>
  )
}
