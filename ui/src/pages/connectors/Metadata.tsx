import { Alert, Button, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { api, ApiError, body } from '@/api/client'
import type { MetadataView } from '@/api/connectors'
import { Failure } from '@/look/Failure'
import { Words } from '@/look/Words'
import { Provider } from './Provider'
import type { Draft } from './spec'

interface Props {
  draft: Draft
  onChange: (draft: Draft) => void
  /** The connector that is changed; what is read is compared with its pinned metadata. */
  connector?: string
  seen?: MetadataView
  onSeen: (seen: MetadataView | undefined) => void
}

/** The identity provider's metadata, by address or XML, looked at before anything is kept. */
export function Metadata({ draft, onChange, connector, seen, onSeen }: Props) {
  const check = useMutation({
    mutationFn: () =>
      body(api.POST('/api/v1/connectors/check', { body: { metadata_url: draft.metadataBy === 'url' ? draft.url.trim() : null, metadata_xml: draft.metadataBy === 'xml' ? draft.xml : null, connector: connector ?? null } })),
    onSuccess: (view) => {
      onSeen(view)
      onChange({ ...draft, xml: view.metadata_xml })
    },
  })
  const change = (part: Partial<Draft>) => {
    onSeen(undefined)
    check.reset()
    onChange({ ...draft, ...part })
  }
  const fault = check.error instanceof ApiError ? check.error : undefined
  const field = draft.metadataBy === 'url' ? 'metadata_url' : 'metadata_xml'
  const isEmpty = (draft.metadataBy === 'url' ? draft.url : draft.xml).trim() === ''
  return (
    <Stack gap="sm">
      <SegmentedControl aria-label="Metadata" w={280} value={draft.metadataBy} onChange={(by) => change({ metadataBy: by as Draft['metadataBy'] })} data={[{ value: 'url', label: 'By address' }, { value: 'xml', label: 'As XML' }]} />
      {draft.metadataBy === 'url' ? (
        <TextInput
          label="Metadata URL" description="In Okta: the app, tab Sign On, Metadata details" placeholder="https://acme.okta.com/app/…/sso/saml/metadata" value={draft.url} onChange={(event) => change({ url: event.currentTarget.value, xml: '' })}
          error={fault?.field === field ? <FieldError fault={fault} /> : undefined}
        />
      ) : (
        <Textarea
          label="Metadata XML" description="In Okta: the app, tab Sign On, SAML Signing Certificates, Actions, View IdP metadata" autosize minRows={5} maxRows={14} value={draft.xml} onChange={(event) => change({ xml: event.currentTarget.value })}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }} error={fault?.field === field ? <FieldError fault={fault} /> : undefined}
        />
      )}
      {check.error && fault?.field !== field && <Failure error={check.error} />}
      <Group><Button variant={seen ? 'default' : 'filled'} size="xs" disabled={isEmpty} loading={check.isPending} onClick={() => check.mutate()}>{seen ? 'Read again' : 'Read and look at it'}</Button></Group>
      {seen && (
        <Stack gap="sm" role="status">
          <Changes seen={seen} isNew={connector === undefined} />
          <Provider provider={seen.identity_provider} />
        </Stack>
      )}
    </Stack>
  )
}

function Changes({ seen, isNew }: { seen: MetadataView; isNew: boolean }) {
  if (isNew) return <Alert color="green" p="xs" px="sm" icon={<IconCircleCheck size={18} />}><Text size="sm">The metadata can be read. These are the keys whose signatures will be trusted, and no others.</Text></Alert>
  if (seen.changes.length === 0) return <Alert color="green" p="xs" px="sm" icon={<IconCircleCheck size={18} />}><Text size="sm">Nothing is other than what is kept.</Text></Alert>
  return (
    <Alert color={seen.needs_confirmation ? 'red' : 'brass'} p="xs" px="sm" icon={<IconAlertTriangle size={18} />}>
      {seen.changes.map((change) => <Text key={change} size="sm"><Words>{change}</Words></Text>)}
      {seen.needs_confirmation && <Text size="sm" fw={560}>You will be asked to agree to this when you save.</Text>}
    </Alert>
  )
}

function FieldError({ fault }: { fault: ApiError }) {
  return <><Words>{fault.message}</Words>{fault.hint && <> <Words>{fault.hint}</Words></>}</>
}
