import { aggregate, event, shape, type EventOf } from '#kernel';

/**
 * Where a person wants letters: a cadre, or the holder of an account (local or of a provider). It stands apart from
 * both, because one who raises an issue may be either; the address is sealed with the person's own key.
 */
export const noticeAddressSet = event(
  'issues.NoticeAddressSet',
  shape<{ personId: string; unitId: string; email: string }>(),
  { personal: { subject: 'personId', fields: ['email'] } },
);

export const noticeAddressCleared = event('issues.NoticeAddressCleared', shape<{ personId: string; unitId: string }>());

export interface NoticeAddress {
  readonly email: string | undefined;
  readonly unitId: string | undefined;
}

const noticeAddressEvents = [noticeAddressSet, noticeAddressCleared] as const;

export const noticeAddress = aggregate({
  name: 'noticeaddress',
  events: noticeAddressEvents,
  initialState: { email: undefined, unitId: undefined } as NoticeAddress,
  evolve(state, event: EventOf<typeof noticeAddressEvents>): NoticeAddress {
    switch (event.type) {
      case noticeAddressSet.type:
        return { email: event.data.email, unitId: event.data.unitId };
      case noticeAddressCleared.type:
        return { ...state, email: undefined };
    }
  },
});
