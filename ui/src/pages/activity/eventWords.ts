import type { EventView } from '@/api/activity'

type Of<K extends keyof EventView> = Pick<EventView, K>

/** Whoever is behind the actor, else the actor's name, else its id. */
export const whoOf = (event: Of<'person' | 'actor_name' | 'actor_id'>): string | undefined => event.person ?? event.actor_name ?? event.actor_id ?? undefined

/** Our verb; the source's own name where we have none. */
export const actionOf = (event: Of<'action' | 'event_type'>): string => (event.action === 'other' ? event.event_type : event.action)

/** What it was done to. */
export const targetOf = (event: Of<'target_name' | 'target_id'>): string | undefined => event.target_name ?? event.target_id ?? undefined

/** City and country, as far as they are known. */
export const placeOf = (event: Of<'city' | 'country'>): string => [event.city, event.country].filter(Boolean).join(', ')
