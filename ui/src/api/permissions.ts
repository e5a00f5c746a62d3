import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from './session'

/** A verb on a kind of resource, as the session call lists them: `user.list`, `saml.update`. */
export type Permission = `${string}.${string}`

/** Whether somebody with these permissions may do something; pages offer nothing that would be refused. */
export const permits = (permissions: readonly string[] | undefined, wanted: Permission): boolean => permissions?.includes(wanted) ?? false

/** Asks what the one who is signed in may do. */
export function useMay(): (wanted: Permission) => boolean {
  const { data } = useQuery(sessionQuery)
  return (wanted) => permits(data?.principal?.permissions, wanted)
}
