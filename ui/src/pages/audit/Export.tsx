import { Button, Group, Menu, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { allEntries, EXPORT_MAX, type AuditQuestion } from '@/api/audit'
import { count } from '@/format/format'
import { toCsv, toJson } from '@/format/csv'
import { saveAs } from '@/look/saveAs'

const COLUMNS = ['id', 'at', 'actor', 'action', 'target', 'outcome', 'detail'] as const

/** The entries that are asked for, as a file. */
export function Export({ question }: { question: AuditQuestion }) {
  const written = useMutation({
    mutationFn: async (form: 'csv' | 'json') => {
      const { entries, isCut } = await allEntries(question)
      const rows = entries.map((entry) => COLUMNS.map((column) => entry[column] ?? null))
      if (form === 'csv') saveAs('portolan-audit.csv', 'text/csv', toCsv(COLUMNS, rows))
      else saveAs('portolan-audit.json', 'application/json', toJson(COLUMNS, rows))
      return { entries: entries.length, isCut }
    },
  })
  return (
    <Group gap="sm">
      {written.data?.isCut && <Text size="xs" c="orange" role="status">The file holds the {count(written.data.entries)} newest; there are more. Narrow the time for the others.</Text>}
      {written.error && <Text size="xs" c="red" role="alert">{written.error.message}</Text>}
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default" size="xs" leftSection={<IconDownload size={15} />} loading={written.isPending}>Export</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>What is asked for, up to {count(EXPORT_MAX)} entries</Menu.Label>
          <Menu.Item onClick={() => written.mutate('csv')}>CSV</Menu.Item>
          <Menu.Item onClick={() => written.mutate('json')}>JSON</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}
