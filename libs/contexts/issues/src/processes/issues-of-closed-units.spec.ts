import { unitClosed } from '#contexts/org-units/contracts';
import type { DomainEvent } from '#kernel';
import { playProcess } from '#processes';
import { recorded } from '#testing';
import { issueHandedOver } from '../issue/issue.js';
import {
  accepted,
  answered,
  commune,
  escalated,
  id,
  issueId,
  province,
  raised,
  reopened,
  resolved,
  unitId,
} from '../issue/spec-issue.js';
import { issuesOfClosedUnits } from './issues-of-closed-units.js';

const decision = { number: '1656/NQ-UBTVQH15', date: '2024-08-01', issuer: 'Ủy ban Thường vụ Quốc hội' };
const closed = (of: string, successorIds: readonly string[], closedOn = '2024-08-28') =>
  unitClosed({ unitId: of, parentId: province, closedOn, successorIds });
const played = (...events: readonly DomainEvent[]) => playProcess(issuesOfClosedUnits, recorded(events, { decision }));
const body = { issueId, fromUnitId: commune, toUnitId: id('new'), effectiveAt: '2024-08-29', decision };

describe('issues-of-closed-units', () => {
  it('hands what the closed unit holds over to its successor, by the decision that closed it', () => {
    expect(played(raised, accepted, closed(commune, [id('new')])).commands).toEqual([{ act: 'hand-over-issue', body }]);
  });

  it('waits for the day when the closing is decided before', () => {
    const { commands, deadlines } = played(raised, closed(commune, [id('new')], '2024-12-31'));
    expect(commands).toEqual([]);
    expect(deadlines).toMatchObject([{ dueAt: '2025-01-01T00:00:00+07:00', act: 'hand-over-issue' }]);
  });

  it('leaves alone what another unit holds by now, and what was settled', () => {
    expect(played(raised, escalated, closed(commune, [id('new')])).commands).toEqual([]);
    expect(played(raised, accepted, answered, resolved, closed(commune, [id('new')])).commands).toEqual([]);
    expect(played(raised, escalated, closed(province, [id('new')])).commands).toHaveLength(1);
  });

  it('leaves it to a person when there are several successors, or none', () => {
    expect(played(raised, closed(commune, [id('new'), id('other')])).commands).toEqual([]);
    expect(played(raised, closed(commune, [])).commands).toEqual([]);
  });

  it('passes on what comes back to the unit after it was closed', () => {
    const gone = [raised, accepted, answered, resolved, closed(commune, [id('new')])] as const;
    expect(played(...gone).commands).toEqual([]);
    expect(played(...gone, reopened).commands).toEqual([{ act: 'hand-over-issue', body }]);
    // Where it went there is nothing to pass on.
    const handedOver = issueHandedOver({
      ...{ issueId, unitId, fromUnitId: commune, holderUnitId: id('new'), holderLevel: 'commune' },
      on: '2024-09-10',
    });
    expect(played(...gone, reopened, handedOver).commands).toHaveLength(1);
    expect(played(...gone, reopened, handedOver, closed(id('new'), [id('newer')])).commands).toHaveLength(2);
  });
});
