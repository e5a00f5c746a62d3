import { IconChevronRight } from '@tabler/icons-react'
import { Fragment } from 'react'
import { Copy } from '@/look/Copy'
import { SCOPES } from './credential'
import classes from './integrations.module.css'

/** A way through the Admin Console's menus. */
function Where({ path }: { path: string[] }) {
  return (
    <span className={classes.where}>
      {path.map((part, at) => <Fragment key={`${at} ${part}`}>{at > 0 && <IconChevronRight size={13} role="img" aria-label="then" />}{part}</Fragment>)}
    </span>
  )
}

function ToCopy({ text, label }: { text: string; label: string }) {
  return <div className={classes.copy}><span>{text}</span><Copy value={text} label={label} /></div>
}

export function TokenSteps() {
  return (
    <ol className={classes.steps}>
      <li>Sign in to the Okta Admin Console as the account that the token is to belong to. Best is a service account with the role <b>Read-Only Administrator</b>: the token can do what its owner can, and reading is enough. Administrator roles and API tokens themselves need a role that may view them.</li>
      <li>Open <Where path={['Security', 'API', 'Tokens']} /> and choose <b>Create token</b>.</li>
      <li>Give it a name: <ToCopy text="Portolan" label="Copy the name" /></li>
      <li>Where it asks from which network it may be used, choose the zone of this server if you have one.</li>
      <li>Copy the token value, which is shown once, and paste it here.</li>
    </ol>
  )
}

export function ServiceAppSteps({ made }: { made: boolean }) {
  return (
    <ol className={classes.steps}>
      <li>In the Okta Admin Console open <Where path={['Applications', 'Applications']} />, choose <b>Create App Integration</b>, then <b>API Services</b>, and name it: <ToCopy text="Portolan" label="Copy the name" /></li>
      {made ? (
        <>
          <li>On <b>General</b>, under Client Credentials, choose <b>Edit</b> and <b>Public key / Private key</b>.</li>
          <li>Either <b>Save keys in Okta</b>, <b>Add key</b>, and paste the public key shown here; or <b>Use a URL to fetch keys dynamically</b> with the address shown here, if Okta can reach this server over https: then a later key is known to Okta by itself.</li>
        </>
      ) : (
        <li>On <b>General</b>, under Client Credentials, choose <b>Edit</b>, <b>Public key / Private key</b>, then <b>Add key</b> and <b>Generate new key</b>. Copy the private key as JSON, which is shown once, and save.</li>
      )}
      <li>On <b>Okta API Scopes</b>, grant: <ToCopy text={SCOPES.join(' ')} label="Copy the scopes" /></li>
      <li>On <b>Admin roles</b>, assign <b>Read-Only Administrator</b>. Without a role Okta answers every list with nothing and no error; Portolan will say so.</li>
      <li>Copy the <b>Client ID</b> from General, and paste {made ? 'it' : 'both'} here. If the app demands proof of possession (DPoP), leave it on: it is answered.</li>
    </ol>
  )
}
