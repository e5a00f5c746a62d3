import { Badge, Group } from '@mantine/core'
import { useMay } from '@/api/permissions'
import { LinkBadge } from './links'

const tone = (role: string): string => (role === 'editor' ? 'brass' : 'tide')

/** Names of roles; each leads to what it permits. */
export function RoleBadges({ roles, none = 'no role' }: { roles: readonly string[]; none?: string }) {
  const may = useMay()
  if (roles.length === 0) return <span className="quiet">{none}</span>
  return (
    <Group gap={5} component="span">
      {roles.map((role) =>
        may('role.read')
          ? <LinkBadge key={role} color={tone(role)} to="/roles/$name" params={{ name: role }} style={{ cursor: 'pointer' }} onClick={(event) => event.stopPropagation()}>{role}</LinkBadge>
          : <Badge key={role} color={tone(role)}>{role}</Badge>,
      )}
    </Group>
  )
}
