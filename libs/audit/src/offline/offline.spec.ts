import { canonicalJson } from '#kernel';
import fc from 'fast-check';
import { SigningKey } from '../keys/signing-key.js';
import { canonical } from './canonical-json.js';
import { formatCheckpointBody, parseCheckpoint, signersOf } from './checkpoint.js';
import {
  formatNote,
  formatVerifierKey,
  isValidSignature,
  NoteError,
  parseNote,
  parseVerifierKey,
  verifierKey,
} from './signed-note.js';

describe('canonical JSON of the offline verifier', () => {
  it("is the kernel's for every JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonical(value)).toBe(canonicalJson(value));
      }),
    );
  });

  it('has no text for what JSON can not hold', () => {
    for (const value of [undefined, Number.NaN, { a: [Infinity] }]) expect(() => canonical(value)).toThrow(TypeError);
  });
});

describe('signed notes', () => {
  it('reads and verifies the published example of the format', () => {
    // golang.org/x/mod/sumdb/note
    const key = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    const note = parseNote(
      'If you think cryptography is the answer to your problem,\n' +
        "then you don't know what your problem is.\n\n" +
        '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
    );
    expect(isValidSignature(note.text, note.signatures[0]!, key)).toBe(true);
    expect(isValidSignature(`${note.text} `, note.signatures[0]!, key)).toBe(false);
    expect(formatVerifierKey(key)).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  });

  const key = SigningKey.generate('nam-co-so/spec', 'log');
  const text = formatCheckpointBody({
    origin: 'nam-co-so/spec',
    size: 20_852_163,
    root: Buffer.alloc(32, 1),
    places: Buffer.alloc(32, 2),
    signedAt: '2024-08-29T02:00:00.000Z',
  });
  const note = formatNote({ text, signatures: [key.sign(text, new Date())] });

  it('no changed character of a checkpoint keeps its signature', () => {
    expect(signersOf(parseCheckpoint(note), [key.verifier])).toEqual([key.verifier]);
    const bytes = Buffer.from(note);
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1, 0x20, 0x80]) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= mask;
        expect(() => signersOf(parseCheckpoint(changed.toString()), [key.verifier])).toThrow(NoteError);
      }
    }
  });

  it('a private key survives its text form; a key of another name or purpose signs nothing here', () => {
    const again = SigningKey.parse(key.format());
    expect(again.verifier).toEqual(key.verifier);
    expect(again.sign(text, new Date()).line).toBe(key.sign(text, new Date()).line);
    const renamed = verifierKey('nam-co-so/other', 'log', key.verifier.bytes);
    const cosigner = verifierKey('nam-co-so/spec', 'cosigner', key.verifier.bytes);
    for (const each of [renamed, cosigner]) expect(() => signersOf(parseCheckpoint(note), [each])).toThrow(NoteError);
  });

  it.each(['', 'x', 'a\n\nb\n', '\n\n', 'o\n1\n\n\u2014 k AAAA\n', note.slice(0, -1)])('refuses %j', (malformed) => {
    expect(() => parseCheckpoint(malformed)).toThrow(NoteError);
  });

  it.each(['', 'a+b', 'name+00000000+AQ==', formatVerifierKey(key.verifier).replace('+', '+0')])(
    'refuses the verifier key %j',
    (malformed) => expect(() => parseVerifierKey(malformed)).toThrow(NoteError),
  );
});
