import { Badge, Table, Text, VisuallyHidden } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from '@/api/client'
import { locksQuery } from '@/api/people'
import { useMay } from '@/api/permissions'
import { Hint } from '@/look/Hint'
import { LinkText } from '@/look/links'
import { Sure } from '@/look/Sure'
import { When } from '@/look/When'

type Lock = Schemas['LockView']

const KINDS: Record<Lock['kind'], string> = { user: 'Person', role: 'Role', token: 'API token' }
const CAUSES: Record<string, { label: string; help: string }> = {
  manual: { label: 'by hand', help: 'Somebody made it here' },
  scim: { label: 'SCIM', help: 'Okta deactivated the person; it lifts when the person returns' },
  sync: { label: 'user sync', help: 'The person is suspended or gone in Okta; it lifts when the person returns' },
}

/** Locks with their cause, and the way to lift them. */
export function LockTable({ locks, withoutTarget }: { locks: readonly Lock[]; withoutTarget?: boolean }) {
  const may = useMay()
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {!withoutTarget && <Table.Th>Locked</Table.Th>}<Table.Th>Cause</Table.Th><Table.Th>Why</Table.Th><Table.Th>Made</Table.Th><Table.Th>Ends</Table.Th><Table.Th><VisuallyHidden>Actions</VisuallyHidden></Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {locks.map((lock) => (
            <Table.Tr key={lock.id}>
              {!withoutTarget && <Table.Td><Text size="xs" c="dimmed">{KINDS[lock.kind]}</Text><Target lock={lock} /></Table.Td>}
              <Table.Td><Hint label={CAUSES[lock.cause]?.help}><Badge color={lock.cause === 'manual' ? 'brass' : 'gray'}>{CAUSES[lock.cause]?.label ?? lock.cause}</Badge></Hint></Table.Td>
              <Table.Td style={{ maxWidth: 360, overflowWrap: 'anywhere' }}>{lock.message || <span className="quiet">no reason given</span>}</Table.Td>
              <Table.Td><When at={lock.created_at} /> by {lock.created_by}</Table.Td>
              <Table.Td><When at={lock.expires_at} never="when lifted" /></Table.Td>
              <Table.Td>{may('lock.delete') && <Lift lock={lock} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Target({ lock }: { lock: Lock }) {
  if (lock.kind === 'user') return <LinkText to="/users" search={{ q: lock.target }} size="sm">{lock.target}</LinkText>
  if (lock.kind === 'role') return <LinkText to="/roles/$name" params={{ name: lock.target }} size="sm">{lock.target}</LinkText>
  return <span className="mono">{lock.target}</span>
}

function Lift({ lock }: { lock: Lock }) {
  const queries = useQueryClient()
  const lift = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/locks/{id}', { params: { path: { id: lock.id } } })),
    onSuccess: async (left) => {
      queries.setQueryData(locksQuery.queryKey, left)
      await Promise.all([queries.invalidateQueries({ queryKey: ['people'] }), queries.invalidateQueries({ queryKey: ['roles'] })])
    },
  })
  return <Sure really="Lift now" color="brass" label={`Lift the lock of ${lock.target}`} busy={lift.isPending} failed={lift.error} onSure={() => lift.mutate()}>Lift</Sure>
}
