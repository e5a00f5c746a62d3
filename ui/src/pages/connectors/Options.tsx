import { Stack, Switch, TextInput } from '@mantine/core'
import type { Draft } from './spec'

/** What else can be set; what stands there is what fits most. */
export function Options({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  return (
    <Stack gap="md" maw={620}>
      <TextInput label="Button on the sign-in page" placeholder={draft.name} value={draft.display} onChange={(event) => onChange({ ...draft, display: event.currentTarget.value })} />
      <TextInput label="Attribute that holds the login" description="Empty: the NameID" placeholder="login" value={draft.nameAttribute} onChange={(event) => onChange({ ...draft, nameAttribute: event.currentTarget.value })} />
      <TextInput label="NameID format that is asked for" description="Empty: any" placeholder="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" value={draft.nameIdFormat} onChange={(event) => onChange({ ...draft, nameIdFormat: event.currentTarget.value })} />
      <TextInput label="Our entity id (audience)" description="Empty: the address that answers are sent to" value={draft.audience} onChange={(event) => onChange({ ...draft, audience: event.currentTarget.value })} />
      <TextInput label="Organization" description="Only where people sign in at another address than the connected organization’s, such as a custom domain of it: the organization’s own address. The connector vouches for its people" placeholder="https://acme.okta.com" value={draft.organization} onChange={(event) => onChange({ ...draft, organization: event.currentTarget.value })} />
      <Switch label="A sign-in may begin in Okta" description="From the dashboard tile. Such answers cannot be tied to a request made here" checked={draft.idpInitiated} onChange={(event) => onChange({ ...draft, idpInitiated: event.currentTarget.checked })} />
      <Switch label="Sign our requests" description="Okta checks them when the app asks for signed requests" checked={draft.signRequests} onChange={(event) => onChange({ ...draft, signRequests: event.currentTarget.checked })} />
      <Switch label="Signing out here signs out of Okta, too" description="Needs single log-out in the app, with this connector’s certificate. The session here ends in any case" checked={draft.singleLogout} onChange={(event) => onChange({ ...draft, singleLogout: event.currentTarget.checked })} />
      <Switch label="Ask Okta to authenticate anew each time" checked={draft.forceAuthn} onChange={(event) => onChange({ ...draft, forceAuthn: event.currentTarget.checked })} />
    </Stack>
  )
}
