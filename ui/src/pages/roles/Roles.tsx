import { Badge, Group, Loader, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { rolesQuery, type RoleView } from '@/api/roles'
import { useMay } from '@/api/permissions'
import { counted } from '@/format/format'
import { Failure } from '@/look/Failure'
import { LinkButton } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import classes from './roles.module.css'

/** All roles, presets first. */
export function Roles() {
  return <Only may="role.list"><List /></Only>
}

function List() {
  const may = useMay()
  const { data, error, isPending, refetch } = useQuery(rolesQuery)
  const presets = data?.roles.filter((role) => role.preset) ?? []
  const own = data?.roles.filter((role) => !role.preset) ?? []
  return (
    <Page
      title="Roles" lead="What people and tokens may do. Several roles add up; what one forbids no other permits."
      actions={may('role.create') && <LinkButton to="/roles/new" leftSection={<IconPlus size={16} />}>New role</LinkButton>}
    >
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && (
        <>
          <Text component="h2" fw={620} size="md" mb={8}>Presets</Text>
          <div className={classes.cards}>{presets.map((role) => <Card key={role.name} role={role} />)}</div>
          <Text component="h2" fw={620} size="md" mt="lg" mb={8}>Your own</Text>
          {own.length === 0
            ? <Text size="sm" c="dimmed">None yet. Make one when no preset permits just what somebody needs{may('role.create') ? '' : ', or ask an editor to'}.</Text>
            : <div className={classes.cards}>{own.map((role) => <Card key={role.name} role={role} />)}</div>}
        </>
      )}
    </Page>
  )
}

function Card({ role }: { role: RoleView }) {
  return (
    <Link to="/roles/$name" params={{ name: role.name }} className={classes.card}>
      <Group gap={8}><Text fw={620}>{role.name}</Text>{role.locked && <Badge color="red">locked</Badge>}</Group>
      <p>{role.description || 'No description.'}</p>
      <Text size="xs" c="dimmed">{role.people === 0 ? 'nobody has it' : counted(role.people, 'person has it', 'people have it')}</Text>
    </Link>
  )
}
