import { Badge, Group, Loader, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconCheck, IconCopy, IconMinus, IconPencil, IconUsers, IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { api, body } from '@/api/client'
import { useMay } from '@/api/permissions'
import { rolesQuery, type RoleConditions, type RoleView } from '@/api/roles'
import { counted } from '@/format/format'
import { Empty } from '@/look/Empty'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { LinkButton, LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { Sure } from '@/look/Sure'
import { lasting, NOT_READ_YET, says } from './matrix'
import { RoleEditor } from './RoleEditor'
import { RoleMatrix } from './RoleMatrix'
import classes from './roles.module.css'

/** One role: what it permits and forbids, who has it; one's own can be changed. */
export function RolePage() {
  return <Only may="role.read"><One /></Only>
}

function One() {
  const { name } = useParams({ from: '/shell/roles/$name' })
  const { edit } = useSearch({ from: '/shell/roles/$name' })
  const navigate = useNavigate({ from: '/roles/$name' })
  const { data, error, isPending, refetch } = useQuery(rolesQuery)
  const role = data?.roles.find((one) => one.name === name)
  if (isPending) return <Loader size="sm" m="lg" role="status" aria-label="Reading" />
  if (error) return <Page title={name}><Failure error={error} retry={() => refetch()} /></Page>
  if (!role || !data) return <Panel m="lg"><Empty page title={`There is no role ${name}`}>It may have been deleted. <LinkText to="/roles">All roles</LinkText></Empty></Panel>
  if (edit && !role.preset) return <RoleEditor role={role} kinds={data.resources} verbs={data.verbs} onDone={() => void navigate({ search: {}, replace: true })} />
  return <Known role={role} kinds={data.resources} verbs={data.verbs} />
}

function Known({ role, kinds, verbs }: { role: RoleView; kinds: readonly string[]; verbs: readonly string[] }) {
  const may = useMay()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/roles/{name}', { params: { path: { name: role.name } } })),
    onSuccess: async () => {
      await navigate({ to: '/roles' })
      await queries.invalidateQueries({ queryKey: ['roles'] })
    },
  })
  return (
    <Page
      title={role.name} lead={<Group gap={8}><LinkText to="/roles" size="sm">Roles</LinkText> <span>{role.description}</span> {role.preset && <Badge color="gray">preset</Badge>} {role.locked && <Badge color="red">locked</Badge>}</Group>}
      actions={(
        <>
          {may('user.list') && <LinkButton to="/users" search={{ role: role.name }} variant="default" leftSection={<IconUsers size={16} />}>{counted(role.people, 'person', 'people')}</LinkButton>}
          {may('role.create') && <LinkButton to="/roles/new" search={{ like: role.name }} variant="default" leftSection={<IconCopy size={16} />}>Make one like it</LinkButton>}
          {!role.preset && may('role.update') && <LinkButton to="/roles/$name" params={{ name: role.name }} search={{ edit: true }} leftSection={<IconPencil size={16} />}>Change</LinkButton>}
        </>
      )}
    >
      <Stack gap="md">
        <Panel title="Permissions" flush>
          <RoleMatrix kinds={kinds} verbs={verbs} say={(kind, verb) => says(role.allow.rules ?? [], role.deny.rules ?? [], kind, verb)} />
          <div className={classes.legend}>
            <span><IconCheck size={14} /> permitted</span><span><IconMinus size={14} /> not permitted by this role</span><span><IconX size={14} /> forbidden, whatever other roles permit</span>
          </div>
        </Panel>
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <Half title="Permits" half={role.allow} extra={{ 'A sign-in lasts': role.max_session_ttl_s ? `at most ${lasting(role.max_session_ttl_s)}` : 'as long as the server’s settings say' }} />
          <Half title="Forbids" half={role.deny} />
        </SimpleGrid>
        {!role.preset && may('role.delete') && (
          <Panel title="Delete the role">
            {remove.error && <Failure error={remove.error} />}
            <Group justify="space-between">
              <Text size="sm" maw={680}>{role.people > 0 ? <>{counted(role.people, 'person has it', 'people have it')}: take it from them first. <LinkText to="/users" search={{ role: role.name }} size="sm">Show them</LinkText></> : 'Nobody has it. Lines of a connector’s mapping that name it give nothing then.'}</Text>
              <Sure size="compact-sm" variant="light" really={`Delete ${role.name}`} busy={remove.isPending} onSure={() => remove.mutate()}>Delete…</Sure>
            </Group>
          </Panel>
        )}
        {role.preset && <Text size="sm" c="dimmed">Every installation has this role; it cannot be changed.</Text>}
      </Stack>
    </Page>
  )
}

function Half({ title, half, extra = {} }: { title: string; half: RoleConditions; extra?: Record<string, string> }) {
  const labels = (of: RoleConditions['app_labels']) => Object.entries(of ?? {}).map(([key, patterns]) => (key === '*' ? 'all' : `${key}: ${patterns.join(' or ')}`)).join('; ')
  const facts = { Apps: labels(half.app_labels), Groups: labels(half.group_labels), 'Asking for': half.request_roles?.join(', '), 'Deciding about': half.review_roles?.join(', '), ...extra }
  return <Panel title={title}>{Object.values(facts).some(Boolean) ? <><FactList facts={facts} /><Text size="xs" c="dimmed" mt={6}>{NOT_READ_YET}</Text></> : <Text size="sm" c="dimmed">Nothing beyond the table above.</Text>}</Panel>
}

