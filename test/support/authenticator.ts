import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** A question for a passkey, as far as a device reads it. */
interface Question {
  challenge: string;
}

/** What can be wrong with an answer. */
export interface Flaws {
  origin?: string;
  rpId?: string;
  /** The owner was there but gave neither finger nor PIN. */
  isUnverified?: boolean;
  /** The count of a copy that was made some uses ago. */
  counter?: number;
  /** Another key signs. */
  key?: KeyObject;
}

const flag = { present: 1, verified: 4, hasKey: 64 } as const;

/** A passkey's device in software: makes one key and signs with it, as the standard (WebAuthn) says. */
export class Authenticator {
  readonly id = randomBytes(16).toString('base64url');
  counter = 0;
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly origin: string;
  private readonly rpId: string;

  constructor(origin: string) {
    this.origin = origin;
    this.rpId = new URL(origin).hostname;
  }

  /** Answers the question for a new passkey: what a browser would send, as JSON. */
  register({ challenge }: Question, flaws: Flaws = {}): string {
    const attestation = isoCBOR.encode(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(this.data(flag.hasKey, flaws, this.publicKey()))],
      ]) as Parameters<typeof isoCBOR.encode>[0],
    );
    return this.answer({
      clientDataJSON: this.clientData('webauthn.create', challenge, flaws),
      attestationObject: Buffer.from(attestation),
    });
  }

  /** Answers the question for the passkey: what a browser would send, as JSON. */
  use({ challenge }: Question, flaws: Flaws = {}): string {
    this.counter += 1;
    const clientDataJSON = this.clientData('webauthn.get', challenge, flaws);
    const authenticatorData = this.data(0, flaws);
    const signed = Buffer.concat([authenticatorData, sha256(clientDataJSON)]);
    const signature = sign('sha256', signed, flaws.key ?? this.keys.privateKey);
    return this.answer({ clientDataJSON, authenticatorData, signature });
  }

  private answer(parts: Record<string, Buffer>): string {
    const response = Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, part.toString('base64url')]),
    );
    const { id } = this;
    return JSON.stringify({ id, rawId: id, type: 'public-key', response });
  }

  private clientData(type: string, challenge: string, { origin = this.origin }: Flaws): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private data(more: number, flaws: Flaws, key: Buffer = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(flaws.counter ?? this.counter);
    const flags = flag.present | (flaws.isUnverified ? 0 : flag.verified) | more;
    return Buffer.concat([sha256(flaws.rpId ?? this.rpId), Buffer.from([flags]), counter, key]);
  }

  /** No model, the credential's id, and the key as COSE writes it. */
  private publicKey(): Buffer {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const key = isoCBOR.encode(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
        [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
      ]) as Parameters<typeof isoCBOR.encode>[0],
    );
    return Buffer.concat([Buffer.alloc(16), length, id, Buffer.from(key)]);
  }
}

function sha256(content: string | Buffer): Buffer {
  return createHash('sha256').update(content).digest();
}
