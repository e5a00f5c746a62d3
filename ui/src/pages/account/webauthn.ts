import type { Schemas } from '@/api/client'

/** Bytes as base64url without padding, as the server reads and writes them. */
export function toText(bytes: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Bytes out of base64url without padding. */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.codePointAt(0) ?? 0)
}

/** Whether a host has a name: browsers make no passkeys for bare addresses. */
export const isNamed = (host: string): boolean => !/^[\d.]+$|^\[/.test(host)

/** Whether this browser knows passkeys, on a page that may use them. */
export const knowsPasskeys = (): boolean => window.isSecureContext && 'PublicKeyCredential' in window && isNamed(window.location.hostname)

/** Has the browser make a passkey. */
export async function makePasskey(offer: Schemas['PasskeyOffer'], name: string): Promise<Schemas['NewPasskeyRequest']> {
  const made = await asked(() => navigator.credentials.create({
    publicKey: {
      challenge: toBytes(offer.challenge),
      rp: { id: offer.rp_id, name: 'Portolan' },
      user: { id: toBytes(offer.user_id), name: offer.user_name, displayName: offer.user_name },
      // ES256, EdDSA, RS256: what the server verifies.
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      excludeCredentials: offer.exclude.map((id) => ({ type: 'public-key', id: toBytes(id) })),
      attestation: 'none',
      timeout: 300_000,
    },
  }))
  const answer = made.response as AuthenticatorAttestationResponse
  return { name, client_data: toText(answer.clientDataJSON), attestation: toText(answer.attestationObject) }
}

/** Has the browser prove that somebody has a passkey of this site. */
export async function usePasskeyOf(challenge: Schemas['PasskeyChallenge']): Promise<Schemas['PasskeyProof']> {
  const used = await asked(() => navigator.credentials.get({ publicKey: { challenge: toBytes(challenge.challenge), rpId: challenge.rp_id, userVerification: 'required', timeout: 300_000 } }))
  const answer = used.response as AuthenticatorAssertionResponse
  return {
    id: toText(used.rawId), client_data: toText(answer.clientDataJSON), authenticator_data: toText(answer.authenticatorData), signature: toText(answer.signature),
    user_handle: answer.userHandle ? toText(answer.userHandle) : null,
  }
}

/** What browsers throw, in words that say what to do. */
async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let given: Credential | null
  try {
    given = await ask()
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    if (name === 'InvalidStateError') throw new Error('This authenticator holds a passkey of yours already.', { cause: error })
    if (name === 'NotAllowedError') throw new Error('Nothing was chosen, or it took too long. Try again.', { cause: error })
    if (name === 'SecurityError') throw new Error('Passkeys work under the name of the server only, not under its bare address.', { cause: error })
    throw error
  }
  if (given instanceof PublicKeyCredential) return given
  throw new Error('The browser gave no passkey.')
}
