import {
  derivedId,
  DomainError,
  fold,
  type Act,
  type Actor,
  type AnyEventDefinition,
  type Command,
  type DecisionContext,
  type DomainEvent,
  type EventOf,
  type LocalDate,
} from '#kernel';

export const someActor: Actor = {
  subject: derivedId('test', 'actor'),
  role: 'office',
  unitId: derivedId('test', 'unit'),
};

/** Fixed day of every spec that does not say otherwise: decision 1391-QĐ/TU was issued on it. */
export const today: LocalDate = '2024-08-29';

type Body<C> = Omit<C, 'envelope'>;

/**
 * Given the events of a stream, when a command, then events or a refusal:
 *
 *     given(recordMeetingAttendance, [scheduled, held]).when({ … }).then([attendanceRecorded({ … })]);
 */
export function given<C extends Command, State, Events extends readonly AnyEventDefinition[], Facts>(
  act: Act<C, State, Events, Facts>,
  events: readonly EventOf<Events>[],
  context: Partial<DecisionContext<Facts>> = {},
) {
  const decide = (body: Body<C>): readonly DomainEvent[] => {
    const command = Object.assign(new act.command(), body);
    const full = { actor: someActor, commandId: derivedId('test', 'command'), today, ...context };
    return act.decide(command, fold(act.aggregate, events), full as DecisionContext<Facts>);
  };
  return {
    when: (body: Body<C>) => ({
      then: (expected: readonly EventOf<Events>[]) => expect(decide(body)).toEqual(expected),
      thenRefused: (code: string, details?: Readonly<Record<string, unknown>>) => {
        let refusal: unknown;
        try {
          decide(body);
        } catch (error) {
          refusal = error;
        }
        expect(refusal).toBeInstanceOf(DomainError);
        expect(refusal).toMatchObject(details ? { code, details } : { code });
      },
    }),
  };
}
