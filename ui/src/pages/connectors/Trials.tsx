import { Alert, Badge, Button, Code, Group, Loader, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconFlask } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from '@/api/client'
import { trialsQuery, type ConnectorView, type TrialView } from '@/api/connectors'
import { useMay } from '@/api/permissions'
import { Copy } from '@/look/Copy'
import { Empty } from '@/look/Empty'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { RoleBadges } from '@/look/RoleBadges'
import { When } from '@/look/When'
import { Words } from '@/look/Words'
import classes from './connectors.module.css'

/** Trial sign-ins: what a sign-in would be, without letting anybody in or changing anything. */
export function Trials({ connector }: { connector: ConnectorView }) {
  const may = useMay()
  const { data, error, isPending, refetch } = useQuery(trialsQuery(connector.name))
  const begin = useMutation({
    mutationFn: () => body(api.POST('/api/v1/connectors/{name}/trials', { params: { path: { name: connector.name } } })),
    // The identity provider must see this browser; it comes back to this page.
    onSuccess: ({ url }) => window.location.assign(url),
  })
  const start = may('saml.use') && <Button leftSection={<IconFlask size={16} />} loading={begin.isPending || begin.isSuccess} onClick={() => begin.mutate()}>Try a sign-in</Button>
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" maw={720}>Okta signs you in, or another person in a private window, and this page shows what it sent and which roles result. Nobody is let in, and your own session stays.</Text>
        {data && data.trials.length > 0 && start}
      </Group>
      {begin.error && <Failure error={begin.error} />}
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data?.trials.length === 0 && <Panel><Empty icon={IconFlask} title="Not tried yet">Try it before people do.{start && <div style={{ marginTop: 14 }}>{start}</div>}</Empty></Panel>}
      {data?.trials.map((trial, at) => <Trial key={trial.id} trial={trial} isOpen={at === 0} />)}
    </Stack>
  )
}

function Trial({ trial, isOpen }: { trial: TrialView; isOpen: boolean }) {
  const attributes = Object.entries(trial.attributes)
  return (
    <details className={classes.trial} open={isOpen}>
      <summary>
        {trial.accepted ? <IconCircleCheck size={18} color="var(--mantine-color-green-6)" aria-hidden="true" /> : <IconCircleX size={18} color="var(--mantine-color-red-6)" aria-hidden="true" />}
        <Text fw={600} size="sm">{trial.accepted ? 'Would be let in' : 'Would be refused'}</Text>
        {trial.name && <Text size="sm">{trial.name}</Text>}
        {trial.refusal && <Badge color="red">{trial.refusal}</Badge>}
        <Text size="sm" c="dimmed" ml="auto"><When at={trial.at} /></Text>
      </summary>
      <Stack gap="sm">
        {trial.message && (
          <Alert color={trial.accepted ? 'tide' : 'red'} p="xs" px="sm">
            <Text size="sm" fw={540}><Words>{trial.message}</Words></Text>
            {trial.advice && <Text size="sm"><Words>{trial.advice}</Words></Text>}
          </Alert>
        )}
        <FactList
          facts={{
            'Login': trial.name,
            'Roles': (trial.accepted || trial.roles.length > 0) && <RoleBadges roles={trial.roles} none="none" />,
            'Lines that match': trial.matched.length > 0 && trial.matched.map((line) => <div key={`${line.name} ${line.value}`}><span className="mono">{line.name}</span> is like <span className="mono">{line.value}</span> gives {line.roles.join(', ')}</div>),
            ...Object.fromEntries(attributes.map(([name, values]) => [name, <span key={name} className="mono">{values.join(', ')}</span>])),
          }}
        />
        {trial.assertion_xml && (
          <details>
            <summary>The assertion as it was signed</summary>
            <Group justify="flex-end"><Copy value={trial.assertion_xml} label="Copy the assertion" /></Group>
            <Code block className={classes.xml}>{trial.assertion_xml}</Code>
          </details>
        )}
      </Stack>
    </details>
  )
}
