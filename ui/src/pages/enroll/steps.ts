/** The steps of the enrolment, in their order; each is a page with a link of its own. */
export const STEPS = ['organization', 'sign-on', 'scim', 'user-sync', 'lists', 'security'] as const
export type Step = (typeof STEPS)[number]

export const NAMES: Record<Step, string> = {
  organization: 'Organization and credentials',
  'sign-on': 'Single sign-on',
  scim: 'SCIM',
  'user-sync': 'User sync',
  lists: 'App and group sync',
  security: 'Identity Security',
}

/** How far an organization is enrolled, as the server tells it: a step is resumed from this, not from what a page remembers. */
export interface Facts {
  connected: boolean
  connectors: number
  /** Somebody signed in through the connector, or a trial was accepted. */
  tried: 'no' | 'trial' | 'used'
  scim: 'off' | 'waiting' | 'called'
  sync: 'off' | 'on' | 'held'
  /** Resources are scanned by themselves. */
  scans: boolean
  /** The System Log is read. */
  follows: boolean
}

export type Mark = 'done' | 'begun' | 'open' | 'blocked' | 'later'

export interface Standing {
  mark: Mark
  /** In a word or three, for the list of steps. */
  word: string
  /** Steps that must be done first, and are not. */
  needs: Step[]
}

/** What a step stands on: single sign-on carries the governance parts, Identity Security stands alone. */
const NEEDS: Record<Step, readonly Step[]> = { organization: [], 'sign-on': [], scim: ['organization', 'sign-on'], 'user-sync': ['organization', 'sign-on'], lists: ['user-sync'], security: ['organization'] }

const isThere = (step: Step, facts: Facts): boolean =>
  step === 'organization' ? facts.connected : step === 'sign-on' ? facts.connectors > 0 : step === 'user-sync' ? facts.sync !== 'off' : true

/** How a step stands. */
export function standing(step: Step, facts: Facts): Standing {
  const needs = NEEDS[step].filter((one) => !isThere(one, facts))
  if (step === 'lists') return { mark: 'later', word: 'begins with access lists', needs }
  const [mark, word] = needs.length > 0 ? (['blocked', 'not yet'] as const) : own(step, facts)
  return { mark, word, needs }
}

function own(step: Step, facts: Facts): readonly [Mark, string] {
  switch (step) {
    case 'organization':
      return facts.connected ? ['done', 'connected'] : ['open', 'to do']
    case 'sign-on':
      if (facts.connectors === 0) return ['open', 'to do']
      if (facts.tried === 'no') return ['begun', 'not tried yet']
      return ['done', facts.tried === 'used' ? 'people sign in' : 'tried']
    case 'scim':
      if (facts.scim === 'off') return ['open', 'can be skipped']
      return facts.scim === 'called' ? ['done', 'Okta calls'] : ['begun', 'waits for Okta']
    case 'user-sync':
      if (facts.sync === 'held') return ['begun', 'held by the brake']
      return facts.sync === 'on' ? ['done', 'on'] : ['open', 'off']
    default:
      if (!facts.scans) return ['open', 'scan is off']
      return facts.follows ? ['done', 'scan and log'] : ['begun', 'log is not read']
  }
}

/** Where to go on: the first step that is neither done nor held up by another. */
export function firstOpen(facts: Facts): Step | undefined {
  return STEPS.find((step) => step !== 'scim' && ['open', 'begun'].includes(standing(step, facts).mark))
}

/** The step before or after; nothing beyond the ends. */
export const beside = (step: Step, by: -1 | 1): Step | undefined => STEPS[STEPS.indexOf(step) + by]
