import { derivedId, event, shape } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { unitLinks } from './unit-links.js';

const id = (name: string) => derivedId('spec', name);
const unitId = id('unit');

describe('unit_links', () => {
  const told = event('spec.Told', shape<Readonly<Record<string, unknown>>>());
  const links = (data: Readonly<Record<string, unknown>>, stream = `unit-${unitId}`) =>
    project(unitLinks, recorded([told(data)], {}, stream)).map((row) => [row.aboveId, row.belowId, row.kind]);

  it('knows parents, and successors from both ends', () => {
    expect(links({ unitId, parentId: id('commune') })).toEqual([[id('commune'), unitId, 'parent']]);
    expect(links({ unitId, successorIds: [id('new')] })).toEqual([[id('new'), unitId, 'successor']]);
    expect(links({ unitId, predecessorIds: [id('old')] })).toEqual([[unitId, id('old'), 'successor']]);
  });

  it('is told by units alone', () => {
    expect(links({ unitId, parentId: id('commune') }, 'meeting-1')).toEqual([]);
  });
});
