import { Alert, Text } from '@mantine/core'
import type { SyncPlan as Plan } from '@/api/provision'
import { count, counted } from '@/format/format'
import { Words } from '@/look/Words'
import classes from './integrations.module.css'

const KINDS: Record<string, { label: string; means: string }> = {
  create: { label: 'Created', means: 'may sign in, with the role that is set' },
  update: { label: 'Changed', means: 'name, e-mail, traits' },
  restore: { label: 'Let in again', means: 'the lock of this server is lifted' },
  withdraw: { label: 'Lose a role', means: 'the last sign-in gave it for a group that they have left' },
  lock: { label: 'Locked', means: 'suspended in Okta: signed out everywhere, and back when Okta lifts it' },
  deactivate: { label: 'Deactivated', means: 'no longer there: locked, out of every list, the record goes later' },
  later: { label: 'Deactivated later', means: 'SCIM spoke of them in the last two minutes, or since the scan: they stay until that has settled, and go unless Okta says otherwise' },
}
const FEW = 8

/** What a run of user sync would do, or did: by kind, with names. */
export function SyncPlan({ plan }: { plan: Plan }) {
  const counts = plan.counts ?? {}
  const kinds = [...Object.keys(KINDS), ...Object.keys(counts).filter((kind) => !KINDS[kind])].filter((kind) => (counts[kind] ?? 0) > 0)
  const later = plan.later ?? 0
  return (
    <>
      {plan.fault && <Text size="sm" c="red"><Words>{plan.fault}</Words></Text>}
      {kinds.length === 0 && !plan.fault && <Text size="sm" c="dimmed">{later > 0 ? 'Nothing to do at this moment.' : 'Nothing to do: everybody is in step.'}</Text>}
      {kinds.map((kind) => <Kind key={kind} kind={kind} number={counts[kind] ?? 0} names={plan.names?.[kind] ?? []} />)}
      {later > 0 && <Kind kind="later" number={later} names={plan.later_names ?? []} />}
      {plan.held && <Alert color="red" mt="xs" p="xs" px="sm"><Text size="sm">The brake would hold this{later > 0 ? ', now or in some minutes' : ' run'}: it takes the access of {count(plan.held.removals)} of {count(plan.held.active)} people, and {plan.held.percent}%{typeof plan.held.count === 'number' && ` and ${count(plan.held.count)} people`} are allowed. It would wait for your word.</Text></Alert>}
      {(plan.withheld ?? 0) > 0 && <Text size="sm" mt={4}>{counted(plan.withheld ?? 0, 'removal')} left out: the scan did not read everything, and removes nobody.</Text>}
      {plan.clashes?.map((one) => <Text key={one.okta_id} size="sm">{one.name} is the name of somebody else here ({one.taken_by}); left as it is.</Text>)}
      {(plan.clash_count ?? 0) > (plan.clashes?.length ?? 0) && <Text size="sm">… and {count((plan.clash_count ?? 0) - (plan.clashes?.length ?? 0))} more names that are taken.</Text>}
    </>
  )
}

function Kind({ kind, number, names }: { kind: string; number: number; names: readonly string[] }) {
  const { label, means } = KINDS[kind] ?? { label: kind, means: '' }
  const rest = number - names.length
  return (
    <div className={classes.planned}>
      <Text size="sm"><b>{label}: {count(number)}</b> <span className="quiet">{means}</span></Text>
      {names.length > 0 && names.length <= FEW && <Text size="xs" c="dimmed">{names.join(', ')}{rest > 0 && `, and ${count(rest)} more`}</Text>}
      {names.length > FEW && <details><summary>{names.slice(0, 3).join(', ')} …</summary><Text size="xs" c="dimmed">{names.join(', ')}{rest > 0 && `, and ${count(rest)} more`}</Text></details>}
    </div>
  )
}
