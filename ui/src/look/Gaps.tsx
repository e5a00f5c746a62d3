import { Alert, Text } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { homeQuery } from '@/api/home'
import { heading } from '@/format/sentence'
import { LinkText } from '@/look/links'

/** Says what a page cannot know because the last whole scan did not read it; says nothing when all was read whole. */
export function Gaps({ classes }: { classes: readonly string[] }) {
  const { data } = useQuery(homeQuery)
  const gaps = (data?.coverage ?? []).filter((row) => row.reading !== 'whole' && classes.includes(row.class))
  if (gaps.length === 0) return null
  const names = gaps.map((row) => `${heading(row.label)} (${row.reading === 'not_read' ? 'not read' : 'read in part'})`).join(', ')
  return (
    <Alert role="note" color="brass" icon={<IconEyeOff size={18} />} mb="md" p="xs" px="sm">
      <Text size="sm"><b>This page may show too little:</b> {names}. <LinkText to="/coverage" size="sm">What was read, and what to do</LinkText></Text>
    </Alert>
  )
}
