import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '@/api/permissions'
import { listsPreviewQuery, listsQuery } from '@/api/provision'
import type { Schemas } from '@/api/client'
import { count } from '@/format/format'
import { LinkText } from '@/look/links'
import { Words } from '@/look/Words'
import { Card, Unread, Unseen } from './Card'
import { filterWords } from './standing'

const NAME = 'App and group sync'

/** Which apps and groups are meant to become Access Lists: kept for the version that has them, and said so. */
export function ListsCard() {
  const isManager = useMay()('plugin.update')
  const { data, error } = useQuery({ ...listsQuery, enabled: isManager })
  const takes = useQuery(listsPreviewQuery(data?.settings))
  if (!isManager) return <Unseen name={NAME} />
  if (error) return <Unread name={NAME} error={error} />
  if (!data) return <Card name={NAME} look={{ word: '…', color: 'gray' }} facts={{}} />
  const { apps, groups, default_owners: owners, bidirectional } = data.settings
  return (
    <Card
      name={NAME} look={{ word: 'not in this version', color: 'gray' }}
      facts={{
        Apps: <>{filterWords(apps)} <Taken of={takes.data?.apps} /></>,
        Groups: <>{filterWords(groups)} <Taken of={takes.data?.groups} /></>,
        'Default owners': owners.length === 0 ? 'none' : owners.join(', '),
        Direction: bidirectional ? 'both ways: changes of a list are made in Okta' : 'read only: lists follow Okta',
        'Filters not tried': takes.error && <Words>{takes.error.message}</Words>,
        'Next run': 'none before there are Access Lists',
      }}
      actions={<LinkText to="/integrations/enroll/okta/$step" params={{ step: 'lists' }} size="sm" aria-label={`Change what is kept: ${NAME}`}>Change what is kept</LinkText>}
    >
      <Text size="sm" c="dimmed"><Words>{data.begins}</Words></Text>
    </Card>
  )
}

/** How much of the last scan a filter takes. */
function Taken({ of }: { of?: Schemas['FilterPreview'] }) {
  return of ? <span className="quiet">({count(of.matched)} of {count(of.of)} now{of.idle.length > 0 && `; no name is like ${of.idle.join(', ')}`})</span> : null
}
