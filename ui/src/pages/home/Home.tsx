import { Box, Group, Loader, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { homeQuery } from '@/api/home'
import { useMay } from '@/api/permissions'
import { sessionQuery } from '@/api/session'
import type { HomeView } from '@/api/types'
import { Failure } from '@/look/Failure'
import { Notices } from '@/look/Notices'
import { Coverage } from './Coverage'
import { NotConnected } from './NotConnected'
import { QuestionCard } from './QuestionCard'
import { ScanCard } from './ScanCard'
import { Counts } from './Counts'
import { TopStanding } from './TopStanding'
import { Welcome } from './Welcome'
import { WorthALook } from './WorthALook'

/** The five questions with their answers, and whether the answers can be trusted. */
export function Home() {
  useDocumentTitle('Home · Portolan')
  const session = useQuery(sessionQuery)
  const may = useMay()
  // Who may not read the graph would be told an error by it.
  if (session.data?.principal && !may('access_graph.read')) return <Welcome />
  return <Overview />
}

function Overview() {
  const { data, error, isPending, refetch } = useQuery(homeQuery)
  return (
    <Box px={{ base: 'md', md: 'xl' }} py="lg" maw={1360} mx="auto">
      {isPending && <Waiting />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && (data.integration ? <Content home={data} /> : <NotConnected />)}
    </Box>
  )
}

function Content({ home }: { home: HomeView }) {
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={1} size="h2">Who can reach what</Title>
          <Text c="dimmed" size="sm">{home.integration?.org_url}</Text>
        </div>
      </Group>
      <Notices notices={home.notices} />
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
        {home.questions.map((question) => <QuestionCard key={question.id} question={question} />)}
        {home.integration && <ScanCard integration={home.integration} />}
      </SimpleGrid>
      <WorthALook />
      <Counts counts={home.counts} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <TopStanding rows={home.top_standing} />
        <Coverage rows={home.coverage} />
      </SimpleGrid>
    </Stack>
  )
}

function Waiting() {
  return (
    <Stack gap="lg" aria-busy="true">
      <Loader size="xs" role="status" aria-label="Reading the first page" />
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>{Array.from({ length: 6 }, (_, at) => <Skeleton key={at} h={150} radius={12} />)}</SimpleGrid>
    </Stack>
  )
}
