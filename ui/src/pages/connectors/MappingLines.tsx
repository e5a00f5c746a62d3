import { ActionIcon, Alert, Button, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowRight, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { RoleMapping } from '@/api/connectors'
import { useMay } from '@/api/permissions'
import { rolesQuery } from '@/api/roles'
import { mappingProblem } from './spec'
import classes from './connectors.module.css'

interface Props {
  mapping: RoleMapping[]
  onChange: (mapping: RoleMapping[]) => void
  error?: string
}

/** From attributes to roles: whoever matches several lines gets the roles of all. */
export function MappingLines({ mapping, onChange, error }: Props) {
  const may = useMay()
  const { data } = useQuery({ ...rolesQuery, enabled: may('role.list') })
  const names = data?.roles.map((role) => role.name) ?? []
  const change = (at: number, part: Partial<RoleMapping>) => onChange(mapping.map((line, index) => (index === at ? { ...line, ...part } : line)))
  const problem = mappingProblem(mapping)
  return (
    <Stack gap={8} role="group" aria-label="From attributes to roles">
      {mapping.map((line, at) => (
        <div key={at} className={classes.line}>
          <TextInput aria-label="Attribute" placeholder="groups" value={line.name} onChange={(event) => change(at, { name: event.currentTarget.value })} />
          <TextInput aria-label="Value" placeholder="portolan-admins, eng-*" value={line.value} onChange={(event) => change(at, { value: event.currentTarget.value })} />
          <IconArrowRight size={16} aria-hidden="true" className={classes.arrow} />
          <MultiSelect aria-label="Roles" placeholder={line.roles.length === 0 ? 'Roles' : undefined} data={[...new Set([...names, ...line.roles])]} value={line.roles} onChange={(roles) => change(at, { roles })} searchable />
          <ActionIcon variant="subtle" color="gray" mt={4} aria-label={`Remove line ${at + 1}`} onClick={() => onChange(mapping.filter((_, index) => index !== at))}><IconTrash size={16} /></ActionIcon>
        </div>
      ))}
      <Group justify="space-between">
        <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => onChange([...mapping, { name: mapping.at(-1)?.name ?? 'groups', value: '', roles: [] }])}>Add a line</Button>
        <Text size="xs" c="dimmed">* stands for any text. Several lines that match add up.</Text>
      </Group>
      {error && <Alert color="red" p="xs" px="sm"><Text size="sm">{error}</Text></Alert>}
      {problem && <Text size="sm" c="dimmed">{problem}</Text>}
    </Stack>
  )
}
