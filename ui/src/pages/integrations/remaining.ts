import { count, counted } from '@/format/format'

/** What was read of all that outlives an integration; what is missing may not be read by this person, or not yet. */
export interface Remaining {
  /** People of Okta who may sign in here. */
  active?: number
  /** People of Okta who may not any more, and are still on record. */
  inactive?: number
  /** Whom user sync keeps in step: those of an application, of groups, everybody, or nobody while it is off. */
  syncs?: 'app' | 'groups' | 'all' | 'off'
  connectors?: readonly { name: string; display: string }[]
  scim?: { on: boolean; tokens: number; groups: number }
}

export interface Left {
  id: string
  what: string
  /** What becomes of it, and what to do. */
  fate: string
  where: 'people' | 'inactive' | 'connector' | 'scim' | 'sync'
  /** The connector that it is about. */
  connector?: string
  /** Whether it is to be dealt with before the integration goes. */
  first: boolean
}

/** How people leave user sync. */
const LEAVE = {
  app: 'Unassign them from the application in Okta',
  groups: 'Take them out of the groups that user sync reads',
  all: 'User sync reads the whole organization: let it read an application or groups instead, and unassign them there',
}

/** What outlives an integration, in the order in which to deal with it: people first. */
export function remains({ active, inactive, syncs, connectors, scim }: Remaining): Left[] {
  const left: Left[] = []
  if (active !== undefined && active > 0) {
    left.push({
      id: 'people', where: syncs === 'off' ? 'sync' : 'people', first: true, what: `${counted(active, 'person', 'people')} of Okta ${active === 1 ? 'is' : 'are'} active here`,
      fate: syncs === 'off'
        ? 'User sync is off: nobody is locked here for what changes in Okta. Switch it on first, or lock them one by one; otherwise they stay as they are.'
        : `${LEAVE[syncs ?? 'app']}, and wait for the next sync, which locks them and ends their sessions. When it is about many at once, the brake holds it until you approve. Deleted before that, they stay as they are and nothing keeps them in step with Okta.`,
    })
  }
  if (inactive !== undefined && inactive > 0) left.push({ id: 'inactive', where: 'inactive', first: false, what: `${counted(inactive, 'person', 'people')} of Okta ${inactive === 1 ? 'is' : 'are'} inactive`, fate: 'Their records stay for the time that is set for them, then go by themselves; cleaning up afterwards takes them at once.' })
  if (scim && (scim.on || scim.tokens > 0)) left.push({ id: 'scim', where: 'scim', first: false, what: `SCIM with ${counted(scim.tokens, 'token')}`, fate: 'Okta’s calls are refused once the integration is gone. Tokens stay on record until they are revoked, or cleaned up afterwards.' })
  if (scim && scim.groups > 0) left.push({ id: 'groups', where: 'scim', first: false, what: `${count(scim.groups)} ${scim.groups === 1 ? 'group' : 'groups'} that Okta pushed`, fate: 'Stay with their members until they are cleaned up afterwards.' })
  for (const { name, display } of connectors ?? []) left.push({ id: `connector ${name}`, where: 'connector', connector: name, first: false, what: `The connector ${display}`, fate: 'Stays, people go on signing in through it, and it is used again when an organization is connected again. Delete it on its page to end sign-ins.' })
  return left
}
