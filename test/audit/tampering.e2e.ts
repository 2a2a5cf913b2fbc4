import { SignedHistory, told } from './history.js';
import { StoredBytes } from './stored-bytes.js';

describe('tampering with the event store is found and named', () => {
  let history: SignedHistory;
  beforeAll(async () => {
    history = await SignedHistory.make();
  });
  afterAll(() => history.remove());

  const after = async (tamper: (bytes: StoredBytes) => void) =>
    history.verifyAfter(({ log }) => StoredBytes.change(log, tamper));
  const place = (n: number) => `${history.written[n]!.stream}@${history.written[n]!.revision}`;

  it('nothing is found when nothing was done', async () => {
    const report = await history.verifyAfter(() => undefined);
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ ok: true, events: 42, signed: 40, leaves: 40, checkpoints: { table: 2, file: 2 } });
  });

  it('a fact altered', async () => {
    const report = await after((bytes) => bytes.replace(10, 'data', 'present', 'PRESENT'));
    expect(told(report)).toEqual([`altered event-store ${place(10)}`]);
    expect(report.findings[0]).toMatchObject({ index: 10, eventId: history.written[10]!.id });
    expect(report.findings[0]!.vi).toContain('nội dung sự kiện đã bị sửa');
  });

  it('a fact altered, and every hash behind it in its stream computed anew', async () => {
    const report = await after((bytes) => {
      bytes.replace(10, 'data', 'present', 'PRESENT');
      bytes.rechain(10);
    });
    expect(told(report)[0]).toBe(`altered event-store ${place(10)}`);
    expect(report.findings[0]!.en).toContain('computed anew');
  });

  it('an event that no checkpoint covers yet, altered', async () => {
    expect(told(await after((bytes) => bytes.replace(41, 'data', 'present', 'PRESENT')))).toEqual([
      `altered event-store ${place(41)}`,
    ]);
  });

  it.each([false, true])('an event back-dated (hashes computed anew: %s)', async (careful) => {
    const report = await after((bytes) => {
      bytes.replace(7, 'metadata', /"recordedAt":"20../, '"recordedAt":"1999');
      if (careful) bytes.rechain(7);
    });
    expect(told(report)[0]).toBe(`back-dated event-store ${place(7)}`);
    expect(report.findings[0]!.en).toContain('it now says 1999-');
  });

  it("the store's own time of an event changed", async () => {
    const report = await after((bytes) => bytes.replace(12, 'event', /(\d{13})0000/, '17000000000000000'));
    expect(told(report)).toEqual([`store-place-changed event-store ${place(12)}`]);
  });

  it('an event removed', async () => {
    const report = await after((bytes) => bytes.remove(12));
    expect(told(report)[0]).toBe(`removed event-store ${place(12)}`);
  });

  it('several events removed', async () => {
    const report = await after((bytes) => bytes.remove(12, 3));
    expect(told(report)[0]).toBe(`removed event-store ${place(12)}`);
    expect(report.findings[0]!.en).toContain('with the 2 after it');
  });

  it('two events of one stream swapped', async () => {
    const report = await after((bytes) => bytes.swap(8, 12));
    expect(told(report)[0]).toBe(`reordered event-store ${place(8)}`);
  });

  it('two events of different streams swapped', async () => {
    const report = await after((bytes) => bytes.swap(8, 9));
    expect(told(report)).toEqual([`reordered event-store ${place(8)}`]);
  });

  it('an event replaced by a copy of another', async () => {
    const report = await after((bytes) => bytes.put(20, Buffer.from(bytes.record(4))));
    expect(told(report)[0]).toBe(`replaced event-store ${place(20)}`);
  });

  it('an event inserted', async () => {
    const report = await after((bytes) => {
      const copy = Buffer.from(bytes.record(15));
      copy.write('00000000', copy.readUInt32LE(24) + 4, 'latin1');
      bytes.insert(15, copy);
    });
    expect(report.findings[0]).toMatchObject({ kind: 'inserted', index: 15 });
  });

  it('the tail cut off', async () => {
    const report = await after((bytes) => bytes.remove(33, 9));
    expect(told(report)).toEqual([`cut-off event-store ${place(33)}`]);
    expect(report.findings[0]!.en).toContain('7 events are gone');
  });

  it('everything cut off', async () => {
    const report = await after((bytes) => bytes.remove(0, 42));
    expect(told(report)).toEqual([`cut-off event-store ${place(0)}`]);
  });

  it('a tail that no checkpoint covers can be cut unnoticed: the report says how much is covered', async () => {
    const report = await after((bytes) => bytes.remove(40, 2));
    expect(report).toMatchObject({ ok: true, events: 40, signed: 40 });
  });

  it('an event turned into a system event, so that nobody reads it', async () => {
    const report = await after((bytes) => bytes.replace(5, 'type', 'meetings', '$eetings'));
    expect(told(report)[0]).toBe(`removed event-store ${place(5)}`);
  });

  it('any one byte, in four streams at a time', async () => {
    for (let round = 0; round < 5; round++) {
      const altered = [0, 1, 2, 3].map((stream) => ((round * 5) % 10) * 4 + stream);
      const report = await after((bytes) => {
        for (const n of altered) bytes.alterByte(n, n % 2 ? 'data' : 'metadata', round * 37 + n, 1 << (round % 7));
      });
      const named = report.findings.filter(({ index }) => altered.includes(index!)).map(({ index }) => index);
      expect([...new Set(named)]).toEqual(altered);
    }
  });
});
