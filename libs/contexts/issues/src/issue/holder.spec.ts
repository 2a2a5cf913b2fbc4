import { unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { derivedId, rootUnitId, type Reader } from '#kernel';
import { readSending } from './holder.js';

const id = (name: string) => derivedId('spec', name);
const unit = (level: string, parentId: string): UnitRecord => ({
  ...unitRecord.initialState,
  status: 'open',
  level,
  parentId,
  aboveId: parentId,
});
const units: Readonly<Record<string, UnitRecord>> = {
  [id('province')]: unit('province', rootUnitId),
  [id('commune')]: unit('commune', id('province')),
  [id('cell')]: unit('cell', id('commune')),
};
const read = { state: (_: unknown, key: string) => Promise.resolve(units[key] ?? unitRecord.initialState) } as Reader;

describe('sending an issue', () => {
  it('knows the way up from the sender', async () => {
    expect(await readSending(read, id('cell'), id('province'))).toEqual({
      targetId: id('province'),
      target: { status: 'open', level: 'province', parentId: rootUnitId },
      lineIds: [id('cell'), id('commune'), id('province'), rootUnitId],
    });
  });

  it('knows the centre, which has no record', async () => {
    const { target } = await readSending(read, id('cell'), rootUnitId);
    expect(target).toEqual({ status: 'open', level: 'country' });
  });

  it('knows when nobody is there', async () => {
    expect((await readSending(read, id('cell'), id('nobody'))).target.status).toBe('none');
  });
});
