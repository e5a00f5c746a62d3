import type { NodeRef } from '@/api/types'
import { condition } from '@/pages/activity/question'

/** What happened around a node, as a question about events: what it did, or what was done to it. */
export interface Happened {
  title: string
  q: string
  /** What an empty list means. */
  none: string
  /** Whether it is somebody with a page of their own. */
  person?: true
}

/** The question for a node, by its id in Okta; nothing for kinds that no event names. */
export function activityOf(node: Pick<NodeRef, 'id' | 'sub_kind'>): Happened | undefined {
  const own = node.id.split('/').at(-1) ?? ''
  if (own === '') return undefined
  switch (node.sub_kind) {
    case 'okta_user':
      return { title: 'Recent activity', q: condition('actor', own), none: 'Did nothing in the last 30 days, as far as events were collected.', person: true }
    case 'service_app':
      return { title: 'Recent activity', q: condition('actor', own), none: 'Did nothing in the last 30 days, as far as events were collected.' }
    case 'api_token':
      return { title: 'Recent activity', q: condition('credential_id', own), none: 'Changed nothing in the last 30 days, as far as events were collected; what only reads leaves no event.' }
    case 'okta_group':
    case 'okta_app':
      return { title: 'What happened to it', q: `${condition('target', own)} -verb:(app.access OR login.step_up OR token.grant)`, none: 'Nobody changed it in the last 30 days, as far as events were collected.' }
    default:
      return undefined
  }
}
