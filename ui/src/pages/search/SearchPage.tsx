import { Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconCompass, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { searchQuery } from '@/api/nodes'
import type { SearchHit } from '@/api/types'
import { counted } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { lookOf } from '@/look/kinds'
import { NodeName } from '@/look/NodeName'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { walkArrows } from '@/look/walkArrows'
import { waysOf } from '@/node/links'
import classes from '@/node/node.module.css'
import { LinkButton } from '@/look/links'

/** Search results that stay: a link reopens them. */
export function SearchPage() {
  const { q } = useSearch({ from: '/shell/search' })
  const navigate = useNavigate({ from: '/search' })
  const [text, setText] = useState(q ?? '')
  const ask = useDebouncedCallback((next: string) => void navigate({ search: (now) => ({ ...now, q: next || undefined }), replace: true }), 150)
  const { data, error, refetch } = useQuery(searchQuery(q ?? '', 100))
  const groups = bySubKind(q ? (data?.hits ?? []) : [])
  return (
    <Page title="Search" lead="Names, logins, ids and aliases of everything in the graph. Small mistakes are forgiven.">
      <div onKeyDown={walkArrows} role="presentation">
        <TextInput
          size="md" mb="lg" autoFocus leftSection={<IconSearch size={18} />} value={text} aria-label="Search"
          placeholder="For example a login, a group or an app"
          onChange={(event) => { setText(event.currentTarget.value); ask(event.currentTarget.value) }}
        />
        {error && <Failure error={error} retry={() => refetch()} />}
        {!q && <Empty icon={IconSearch} title="What are you looking for?">Press <b>/</b> on any page to search from there.</Empty>}
        {q && data && groups.length === 0 && <Empty title={`Nothing is called “${q}”, nor nearly so`}>Try part of a name, or a login.</Empty>}
        <Stack>
          {groups.map(([subKind, hits]) => (
            <Panel key={subKind} flush title={<>{lookOf(subKind).many} <Text span c="dimmed" size="sm">{counted(hits.length, 'hit')}</Text></>}>
              <ul className={classes.list} data-arrows>
                {hits.map(({ node, matched }) => (
                  <li key={node.id} className={classes.row}>
                    <NodeName node={node} detail link />
                    <Group gap={10} ml="auto" wrap="nowrap">
                      {matched !== node.name && matched !== node.detail && <Text size="xs" c="dimmed">also {matched}</Text>}
                      <LinkButton {...waysOf(node)} size="compact-xs" variant="light" leftSection={<IconCompass size={14} />}>View Access</LinkButton>
                    </Group>
                  </li>
                ))}
              </ul>
            </Panel>
          ))}
        </Stack>
      </div>
    </Page>
  )
}

/** Groups in the order of their best hit. */
function bySubKind(hits: readonly SearchHit[]): [string, SearchHit[]][] {
  const groups = new Map<string, SearchHit[]>()
  for (const hit of hits) groups.set(hit.node.sub_kind, [...(groups.get(hit.node.sub_kind) ?? []), hit])
  return [...groups]
}
