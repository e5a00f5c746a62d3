import { SegmentedControl, Switch } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '@/look/Page'
import { Blast } from './Blast'
import { FromTo } from './FromTo'

/** Ways an attacker could walk: from one node to another, or everything that one node leads to. */
export function Paths() {
  const { mode, worst } = useSearch({ from: '/shell/paths' })
  const navigate = useNavigate({ from: '/paths' })
  return (
    <Page
      title={mode === 'blast' ? 'Blast radius' : 'Paths'}
      lead={mode === 'blast' ? 'Everything that somebody who holds this node can come to control.' : 'The shortest way from one node to another, each step with its reason, its abuse and its fix.'}
      actions={
        <>
          <Switch
            size="sm" label="Assume the worst" checked={worst ?? false} description="Ignore the barriers that Okta puts up"
            onChange={(event) => void navigate({ search: (now) => ({ ...now, worst: event.currentTarget.checked || undefined }), replace: true })}
          />
          <SegmentedControl
            size="xs" aria-label="Question" value={mode ?? 'path'} data={[{ value: 'path', label: 'From … to …' }, { value: 'blast', label: 'Blast radius' }]}
            onChange={(value) => void navigate({ search: (now) => ({ ...now, mode: value === 'blast' ? 'blast' as const : undefined, node: now.node ?? now.from, from: now.from ?? now.node }) })}
          />
        </>
      }
    >
      {mode === 'blast' ? <Blast /> : <FromTo />}
    </Page>
  )
}
