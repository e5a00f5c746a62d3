import { Button, Loader, SegmentedControl } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { useClipboard } from '@mantine/hooks'
import { useQueries } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { nodeQuery } from '@/api/nodes'
import { Page } from '@/look/Page'
import { Around } from './Around'
import { condition } from './question'
import { Overview } from './Overview'
import { SearchBar } from './SearchBar'
import { Ways } from './Ways'

/** Pictures of the graph with their tables: ways, connections, or the whole at a glance. Everything is in the link. */
export function Explore() {
  const search = useSearch({ from: '/shell/explore' })
  const navigate = useNavigate({ from: '/explore' })
  const clipboard = useClipboard({ timeout: 1500 })
  const groups = useQueries({ queries: (search.around ? [] : (search.group ?? [])).map((id) => nodeQuery(id)) })
  const naming = groups.some((group) => group.isPending)
  const names = new Map(groups.flatMap(({ data }) => (data ? [[data.node.id, data.node.name] as const] : [])))
  const where = condition(search, names)
  const shown = search.around || where !== undefined
  return (
    <Page
      wide
      title="Explorer"
      lead={search.around ? 'What is bound to what, around the nodes you opened.' : 'Ways run left to right: identity, group, action, resource.'}
      actions={shown && (
        <>
          <SegmentedControl
            size="xs" aria-label="Show" value={search.as ?? 'picture'} data={[{ value: 'picture', label: 'Picture and table' }, { value: 'table', label: 'Table only' }]}
            onChange={(value) => void navigate({ search: (now) => ({ ...now, as: value === 'table' ? 'table' as const : undefined }), replace: true })}
          />
          <Button variant="default" size="xs" leftSection={<IconLink size={15} />} onClick={() => clipboard.copy(window.location.href)}>
            {clipboard.copied ? 'Copied' : 'Copy link'}
          </Button>
        </>
      )}
    >
      <SearchBar search={search} />
      {naming ? <Loader size="sm" role="status" aria-label="Reading" /> : search.around ? <Around around={search.around} /> : where !== undefined ? <Ways where={where} /> : <Overview />}
    </Page>
  )
}
