import { Loader, Text } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { scimQuery } from '@/api/provision'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { Scim } from '@/pages/integrations/Scim'
import steps from '@/pages/integrations/integrations.module.css'
import classes from './enroll.module.css'

/** The base URL and a token that is shown once, what to enter in Okta, and Okta's first call as it comes. */
export function ScimStep() {
  // Somebody sits and waits for the call: asked often until it came.
  const { data } = useQuery({ ...scimQuery, refetchInterval: (query) => (query.state.data?.on && !query.state.data.last_call ? 2000 : 15_000) })
  return (
    <>
      <Scim />
      {data?.on && (
        <Panel title="In Okta">
          <ol className={steps.steps}>
            <li>Open the app with which people sign in to Portolan, <b>General › App Settings › Edit</b>, and set <b>Provisioning</b> to <b>SCIM</b>.</li>
            <li>On <b>Provisioning › Integration › Edit</b> enter the base URL as <b>SCIM connector base URL</b>, <span className="mono">userName</span> as <b>Unique identifier field for users</b>, switch <b>Push New Users</b>, <b>Push Profile Updates</b> and <b>Push Groups</b> on, leave <b>Import</b> off, choose <b>HTTP Header</b>, and paste the token.</li>
            <li><b>Test Connector Configuration</b>: that is the first call, and it shows below. Then <b>Save</b>.</li>
            <li>On <b>Provisioning › To App › Edit</b> switch <b>Create Users</b>, <b>Update User Attributes</b> and <b>Deactivate Users</b> on, and leave <b>Sync Password</b> off.</li>
          </ol>
          <div className={classes.calls} role="status">
            {data.last_call ? (
              <><IconPlugConnected size={20} color="var(--mantine-color-green-6)" aria-hidden="true" /><span><b>Okta has called.</b> <span className="mono">{data.last_call.method} {data.last_call.path}</span>, answered with {data.last_call.status}, <When at={data.last_call.at} /></span></>
            ) : <><Loader size="xs" aria-hidden="true" /><Text size="sm">Waiting for Okta’s first call. Okta must be able to reach the base URL over https. You need not wait here.</Text></>}
          </div>
        </Panel>
      )}
    </>
  )
}
