/** WebAuthn as JSON in and out, also for browsers whose own JSON forms are younger than our floor. */
export interface CredentialJson {
  id: string
  rawId: string
  type: string
  response: Record<string, unknown>
  authenticatorAttachment?: string | null
  clientExtensionResults: object
}

interface DescriptorJson {
  id: string
  type: 'public-key'
  transports?: AuthenticatorTransport[]
}

export interface CreationJson extends Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> {
  challenge: string
  user: { id: string; name: string; displayName: string }
  excludeCredentials?: DescriptorJson[]
}

export interface RequestJson extends Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> {
  challenge: string
  allowCredentials?: DescriptorJson[]
}

/** No passkey is a normal state: without the browser's help nothing about them is shown. */
export const passkeysOffered = (): boolean => 'PublicKeyCredential' in globalThis && isSecureContext

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))

const textOf = (raw: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(raw))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

const listed = (all: DescriptorJson[] = []): PublicKeyCredentialDescriptor[] => all.map((one) => ({ ...one, id: bytesOf(one.id) }))

/** A new passkey, or null when the person turned away or nothing here can make one. */
export async function makePasskey(options: CreationJson): Promise<CredentialJson | null> {
  const publicKey = {
    ...options, challenge: bytesOf(options.challenge), user: { ...options.user, id: bytesOf(options.user.id) },
    excludeCredentials: listed(options.excludeCredentials),
  }
  const made = await orNothing(navigator.credentials.create({ publicKey }))
  if (made === null) return null
  const answer = made.response as AuthenticatorAttestationResponse
  const transports = 'getTransports' in answer ? answer.getTransports() : []
  return json(made, { clientDataJSON: textOf(answer.clientDataJSON), attestationObject: textOf(answer.attestationObject), transports })
}

/** The answer to a challenge, or null when the person turned away or has no passkey here. */
export async function answerWithPasskey(options: RequestJson): Promise<CredentialJson | null> {
  const publicKey = { ...options, challenge: bytesOf(options.challenge), allowCredentials: listed(options.allowCredentials) }
  const given = await orNothing(navigator.credentials.get({ publicKey }))
  if (given === null) return null
  const answer = given.response as AuthenticatorAssertionResponse
  return json(given, {
    clientDataJSON: textOf(answer.clientDataJSON), authenticatorData: textOf(answer.authenticatorData),
    signature: textOf(answer.signature), userHandle: answer.userHandle === null ? null : textOf(answer.userHandle),
  })
}

/** Turning away is an answer like any other (NotAllowedError); so is a passkey that is here already (InvalidStateError). */
async function orNothing(asked: Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await asked) as PublicKeyCredential | null
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}

function json(credential: PublicKeyCredential, response: Record<string, unknown>): CredentialJson {
  return {
    id: credential.id, rawId: textOf(credential.rawId), type: credential.type, response,
    authenticatorAttachment: credential.authenticatorAttachment, clientExtensionResults: credential.getClientExtensionResults(),
  }
}
