import { Alert, Button, Group, MultiSelect, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '@/api/client'
import { useMay } from '@/api/permissions'
import { rolesQuery } from '@/api/roles'
import { Failure } from '@/look/Failure'
import { LinkText } from '@/look/links'
import { Panel } from '@/look/Panel'
import { RoleBadges } from '@/look/RoleBadges'

/** Roles of a person, and where each comes from; those that were assigned can be changed. */
export function PersonRoles({ person }: { person: Schemas['PersonView'] }) {
  const may = useMay()
  const [chosen, setChosen] = useState(person.roles)
  const known = useQuery({ ...rolesQuery, enabled: may('role.list') })
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: () => body(api.PATCH('/api/v1/users/{id}', { params: { path: { id: person.id } }, body: { roles: chosen, revision: person.revision } })),
    onSuccess: async (now) => {
      setChosen(now.roles)
      await Promise.all([queries.invalidateQueries({ queryKey: ['people'] }), queries.invalidateQueries({ queryKey: ['roles'] })])
    },
  })
  const isChanged = chosen.toSorted().join('\n') !== person.roles.toSorted().join('\n')
  return (
    <Panel title="Roles">
      <Stack gap="sm">
        {may('user.update') ? (
          <MultiSelect
            label="Assigned" description="Stay until somebody takes them away" searchable clearable value={chosen} onChange={setChosen} placeholder={chosen.length === 0 ? 'None' : undefined}
            data={[...new Set([...(known.data?.roles.map((role) => role.name) ?? []), ...person.roles])]}
          />
        ) : <div><Text size="sm" fw={500} mb={4}>Assigned</Text><RoleBadges roles={person.roles} none="none" /></div>}
        {save.error && <Failure error={save.error} />}
        {isChanged && (
          <Group gap="xs">
            <Button size="xs" onClick={() => save.mutate()} loading={save.isPending}>Save roles</Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => { setChosen(person.roles); save.reset() }}>Undo</Button>
          </Group>
        )}
        <div>
          <Text size="sm" fw={500}>By mapping</Text>
          <Text size="xs" c="dimmed" mb={6}>
            {person.connector
              ? <>From the connector {may('saml.read') ? <LinkText to="/connectors/$name" params={{ name: person.connector }} size="xs">{person.connector}</LinkText> : person.connector}, at the last sign-in; the next one may change them</>
              : 'A connector gives them at each sign-in'}
          </Text>
          <RoleBadges roles={person.mapped_roles} none="none" />
        </div>
        {person.roles.length + person.mapped_roles.length === 0 && <Alert color="brass" p="xs" px="sm"><Text size="sm">Without a role the person cannot sign in.</Text></Alert>}
      </Stack>
    </Panel>
  )
}
