import { Button, Loader } from '@mantine/core'
import { IconLock, IconLockOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { locksQuery } from '@/api/people'
import { useMay } from '@/api/permissions'
import { counted } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { LockTable } from './LockTable'
import { NewLock } from './NewLock'

/** Locks in force. A lock makes a person, a role or a token worthless within a second. */
export function Locks() {
  return <Only may="lock.list"><List /></Only>
}

function List() {
  const { make } = useSearch({ from: '/shell/locks' })
  const navigate = useNavigate({ from: '/locks' })
  const may = useMay()
  const { data, error, isPending, refetch } = useQuery(locksQuery)
  const setMaking = (making: boolean) => void navigate({ search: (now) => ({ ...now, make: making || undefined }) as never, replace: true })
  return (
    <Page
      title="Locks" lead="A lock takes effect within a second: sessions end, tokens stop working, roles give nothing."
      actions={may('lock.create') && <Button leftSection={<IconLock size={16} />} onClick={() => setMaking(true)}>New lock</Button>}
    >
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && (
        <Panel flush title={data.locks.length > 0 ? `${counted(data.locks.length, 'lock')} in force` : undefined}>
          {data.locks.length === 0
            ? <Empty icon={IconLockOpen} title="Nothing is locked">Lock a person, a role or a token when something is wrong; people who are suspended or deactivated in Okta are locked by themselves.</Empty>
            : <LockTable locks={data.locks} />}
        </Panel>
      )}
      <NewLock open={make === true} onClose={() => setMaking(false)} />
    </Page>
  )
}
