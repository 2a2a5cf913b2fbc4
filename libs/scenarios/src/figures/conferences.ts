import type { LocalDate } from '#kernel';
import type { Scenario, Step } from '../scenario.js';
import { stepsOf } from '../scenario.js';
import { bodiesOf } from './bodies-of.js';
import { issueFigures } from './issues.js';
import { heldMeetings } from './meetings.js';

/** What was raised at one listening conference under one theme. */
export interface ThemeFigure {
  readonly meetingId: string;
  readonly category: string;
  readonly opinions: number;
  readonly units: number;
  /** Answered on the day of the conference. */
  readonly onTheSpot: number;
  readonly assigned: number;
  readonly open: number;
}

interface Raise {
  readonly issueId: string;
  readonly unitId: string;
  readonly category: string;
  readonly source?: string;
  readonly sourceId?: string;
}

export function themeFigures(scenario: Scenario): readonly ThemeFigure[] {
  const heldOn = new Map(heldMeetings(scenario).map((meeting) => [meeting.meetingId, meeting.heldOn]));
  const answers = stepsOf(scenario).filter(({ act }) => act === 'respond-to-issue');
  const answeredOn = new Map(answers.map(({ body }: Step) => [body['issueId'], body['effectiveAt'] as LocalDate]));
  const status = new Map(issueFigures(scenario).map((issue) => [issue.issueId, issue.status]));
  const raised = bodiesOf<Raise>(scenario, 'raise-issue').filter(({ source }) => source === 'conference');
  const keys = [...new Set(raised.map(({ sourceId, category }) => `${sourceId} ${category}`))];
  return keys.map((key) => {
    const [meetingId, category] = key.split(' ') as [string, string];
    const own = raised.filter((each) => each.sourceId === meetingId && each.category === category);
    const onTheSpot = own.filter(({ issueId }) => answeredOn.get(issueId) === heldOn.get(meetingId)).length;
    return {
      ...{ meetingId, category, opinions: own.length, units: new Set(own.map(({ unitId }) => unitId)).size },
      ...{ onTheSpot, assigned: own.length - onTheSpot },
      open: own.filter(({ issueId }) => status.get(issueId) !== 'resolved').length,
    };
  });
}

interface Delegations {
  readonly meetingId: string;
  readonly delegations: readonly { readonly unitId: string; readonly delegates: number }[];
}

/** Delegates by unit; every story enters its delegations once. */
export const delegationFigures = (scenario: Scenario) =>
  bodiesOf<Delegations>(scenario, 'record-delegations').flatMap(({ meetingId, delegations }) =>
    delegations.map(({ unitId, delegates }) => ({ meetingId, unitId, delegates })),
  );
