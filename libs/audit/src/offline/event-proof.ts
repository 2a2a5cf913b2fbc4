import { createHash } from 'node:crypto';
import { canonical } from './canonical-json.js';
import { parseCheckpoint, signersOf, type Checkpoint } from './checkpoint.js';
import { leafHash, rootFromInclusion, type Hash } from './merkle.js';
import { parseVerifierKey, strictBase64, type VerifierKey } from './signed-note.js';

export const proofFormat = 'nam-co-so/event-proof/1';

/** An event as it is stored, personal fields as cipher text; and the leaf that it is in the log. */
export interface ProvedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, unknown>> & {
    readonly chain: { readonly previous: string | null; readonly hash: string };
  };
}

/** Everything that is needed to check one event, without the system it came from. */
export interface EventProof {
  readonly format: typeof proofFormat;
  readonly event: ProvedEvent;
  /** Place in the order of all events, from 0. */
  readonly leafIndex: number;
  /** Hashes from the leaf up, base64. */
  readonly inclusion: readonly string[];
  /** Signed note; with counter-signatures, if there are any. */
  readonly checkpoint: string;
  /** Every key of the log, oldest first. Compare one of them with the key that was published. */
  readonly publicKeys: readonly string[];
  /** First checkpoint of each later key, also signed by the key before it: leads from an old key to a new one. */
  readonly keyChanges: readonly string[];
}

export interface Leaf {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  /** The event's chain hash, which covers everything else of it. */
  readonly hash: string;
}

/** What is hashed into the tree: canonical JSON with the keys hash, id, revision, stream. */
export const leafText = ({ stream, revision, id, hash }: Leaf): string =>
  `{"hash":${JSON.stringify(hash)},"id":${JSON.stringify(id)},"revision":${revision},"stream":${JSON.stringify(stream)}}`;

/** As the kernel's `chainHash`. */
export function contentHash({ stream, revision, id, type, data, metadata }: ProvedEvent): string {
  const { chain, ...rest } = metadata;
  const covered = { stream, revision, id, type, data, metadata: { ...rest, chain: { previous: chain.previous } } };
  return createHash('sha256').update(canonical(covered)).digest('hex');
}

/** What is wrong with a proof: a stable code. */
export class ProofError extends Error {
  override readonly name = 'ProofError';

  constructor(
    readonly code: 'malformed' | 'event-altered' | 'not-in-log' | 'signature' | 'untrusted-key',
    why: string,
  ) {
    super(why);
  }
}

export interface CheckedProof {
  readonly event: ProvedEvent;
  readonly leafIndex: number;
  readonly checkpoint: Checkpoint;
  /** Key that signed the checkpoint. */
  readonly key: VerifierKey;
}

/**
 * Checks the event's own hash, the path to the root, the signature, and that the signing key is the trusted one or
 * follows from it. Without `trusted` the oldest key in the file is believed: the caller must compare it by other means.
 * @throws ProofError
 */
export function checkEventProof(proof: EventProof, trusted?: VerifierKey): CheckedProof {
  if ((proof.format as string) !== proofFormat) throw new ProofError('malformed', `the format is not ${proofFormat}`);
  const { event, leafIndex } = proof;
  const { hash } = event.metadata.chain;
  if (contentHash(event) !== hash) throw new ProofError('event-altered', 'the event does not have the hash it names');
  const checkpoint = orProofError('malformed', () => parseCheckpoint(proof.checkpoint));
  const path = proof.inclusion.map((text) => strictBase64(text));
  const leaf = leafHash(leafText({ stream: event.stream, revision: event.revision, id: event.id, hash }));
  const root = path.every((each): each is Hash => each !== undefined)
    ? rootFromInclusion(leafIndex, checkpoint.size, leaf, path)
    : undefined;
  if (!root?.equals(checkpoint.root)) {
    throw new ProofError('not-in-log', 'the event is not in the log that the checkpoint describes');
  }
  const keys = trustedKeys(proof, trusted);
  const [key] = orProofError('signature', () => signersOf(checkpoint, keys));
  return { event, leafIndex, checkpoint, key: key! };
}

/** The trusted key and those that it, or a key after it, introduced. */
function trustedKeys(proof: EventProof, trusted: VerifierKey | undefined): readonly VerifierKey[] {
  const listed = orProofError('malformed', () => proof.publicKeys.map(parseVerifierKey));
  const first = trusted ?? listed[0];
  if (!first) throw new ProofError('untrusted-key', 'the proof names no key');
  const known = [first];
  for (const note of proof.keyChanges) {
    const change = orProofError('malformed', () => parseCheckpoint(note));
    const signers = orProofError('signature', () => signersOf(change, listed));
    const isIntroduced = signers.some((each) => known.some((key) => key.bytes.equals(each.bytes)));
    if (isIntroduced) known.push(...signers.filter((each) => !known.some((key) => key.bytes.equals(each.bytes))));
  }
  const ids = new Set(known.map(({ id }) => id));
  if (trusted && !listed.some(({ id }) => ids.has(id))) {
    throw new ProofError('untrusted-key', 'no key of the proof is the trusted one or follows from it');
  }
  return known;
}

function orProofError<T>(code: ProofError['code'], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProofError) throw error;
    throw new ProofError(code, error instanceof Error ? error.message : String(error));
  }
}
