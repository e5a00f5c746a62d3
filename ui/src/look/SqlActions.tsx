import { Button } from '@mantine/core'
import { IconDatabaseSearch, IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { csvOf } from '@/api/client'
import { Hint } from '@/look/Hint'
import { LinkButton } from '@/look/links'
import { saveAs } from '@/look/saveAs'

interface Props {
  /** The query behind what the page shows. */
  sql: string
  /** What the file is called, without its ending. */
  name: string
  /** The query behind the file, when it holds more than one would read in the editor. */
  csvSql?: string
}

/** Where a dashboard's numbers come from, and how to take all its rows away. */
export function SqlActions({ sql, name, csvSql = sql }: Props) {
  const csv = useMutation({ mutationFn: () => csvOf(csvSql), onSuccess: (file) => saveAs(`portolan-${name}.csv`, 'text/csv', file) })
  return (
    <>
      <LinkButton to="/sql" search={{ sql, run: true }} size="xs" variant="default" leftSection={<IconDatabaseSearch size={15} />}>Open as SQL</LinkButton>
      <Hint label={csv.error ? csv.error.message : 'Every row, not only those in sight'}>
        <Button size="xs" variant="default" color={csv.error ? 'red' : undefined} leftSection={<IconDownload size={15} />} loading={csv.isPending} onClick={() => csv.mutate()}>
          {csv.error ? 'CSV failed' : 'CSV'}
        </Button>
      </Hint>
    </>
  )
}
