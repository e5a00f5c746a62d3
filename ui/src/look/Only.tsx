import { IconLock } from '@tabler/icons-react'
import { useMay, type Permission } from '@/api/permissions'
import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '@/api/session'
import { Empty } from './Empty'
import { Panel } from './Panel'
import type { ReactNode } from 'react'

/** Shows a page only to those who may ask for what is on it, and tells others who can help. */
export function Only({ may, children }: { may: Permission; children: ReactNode }) {
  const session = useQuery(sessionQuery)
  const allowed = useMay()
  if (!session.data || allowed(may)) return children
  return (
    <Panel m="lg">
      <Empty icon={IconLock} title="Your roles do not permit this page" page>It needs the permission <code>{may}</code>. Somebody with the role editor can give you a role that has it.</Empty>
    </Panel>
  )
}
