import { aggregate, event, shape, type EventLink, type EventOf, type LocalDate } from '#kernel';

export interface DossierCitation extends EventLink {
  readonly type: string;
}

/** The legal basis (decision) stands in the metadata. */
export const dossierOpened = event(
  'inspections.DossierOpened',
  shape<{ dossierId: string; unitId: string; title: string; openedBy: string }>(),
);

export const eventsCited = event(
  'inspections.EventsCited',
  shape<{ dossierId: string; unitId: string; cited: readonly DossierCitation[] }>(),
);

/** `events`: ids of the cited events that it rests on. The text is sealed under a key of the dossier's own. */
export const findingAdded = event(
  'inspections.FindingAdded',
  shape<{ dossierId: string; unitId: string; findingId: string; text: string; events: readonly string[] }>(),
  { personal: { subject: 'dossierId', fields: ['text'] } },
);

/** `correctionId`: under which the correction is to be requested. */
export const correctionOrdered = event(
  'inspections.CorrectionOrdered',
  shape<{ dossierId: string; unitId: string; correctionId: string; findingId: string; text: string }>(),
  { personal: { subject: 'dossierId', fields: ['text'] } },
);

export const dossierClosed = event(
  'inspections.DossierClosed',
  shape<{ dossierId: string; unitId: string; conclusion: string; closedOn: LocalDate }>(),
  { personal: { subject: 'dossierId', fields: ['conclusion'] } },
);

/** Seals an export: the hash of every part of the file. */
export const dossierExported = event(
  'inspections.DossierExported',
  shape<{
    dossierId: string;
    unitId: string;
    exportId: string;
    exportedBy: string;
    sections: readonly { readonly name: string; readonly hash: string }[];
  }>(),
);

const dossierEvents = [
  dossierOpened,
  eventsCited,
  findingAdded,
  correctionOrdered,
  dossierClosed,
  dossierExported,
] as const;
export type DossierEvent = EventOf<typeof dossierEvents>;

interface DossierText {
  readonly kind: 'finding' | 'order' | 'conclusion';
  readonly id: string;
  readonly text: string;
  readonly events: readonly string[];
}

/** `unitId` and `title` are set in every status but `none`. */
export interface Dossier {
  readonly status: 'none' | 'open' | 'closed';
  readonly unitId?: string;
  readonly title?: string;
  readonly cited: readonly DossierCitation[];
  readonly findingIds: readonly string[];
  readonly correctionIds: readonly string[];
  readonly texts: readonly DossierText[];
}

export const dossier = aggregate({
  name: 'dossier',
  events: dossierEvents,
  initialState: { status: 'none', cited: [], findingIds: [], correctionIds: [], texts: [] } as Dossier,
  evolve(state, event: DossierEvent): Dossier {
    switch (event.type) {
      case dossierOpened.type: {
        const { unitId, title } = event.data;
        return { ...state, status: 'open', unitId, title };
      }
      case eventsCited.type:
        return { ...state, cited: [...state.cited, ...event.data.cited] };
      case findingAdded.type: {
        const { events, findingId, text } = event.data;
        const texts: DossierText[] = [...state.texts, { kind: 'finding', id: findingId, text, events }];
        return { ...state, findingIds: [...state.findingIds, findingId], texts };
      }
      case correctionOrdered.type: {
        const { correctionId, text } = event.data;
        const texts: DossierText[] = [...state.texts, { kind: 'order', id: correctionId, text, events: [] }];
        return { ...state, correctionIds: [...state.correctionIds, correctionId], texts };
      }
      case dossierClosed.type: {
        const { conclusion, dossierId } = event.data;
        const texts: DossierText[] = [
          ...state.texts,
          { kind: 'conclusion', id: dossierId, text: conclusion, events: [] },
        ];
        return { ...state, status: 'closed', texts };
      }
      case dossierExported.type:
        return state;
    }
  },
});
