import { aggregate, event, shape, type EventLink, type EventOf, type LocalDate } from '#kernel';

/** A wrong event, who entered it (that person may not approve the correction), from when it holds, and its unit. */
export interface CitedEvent extends EventLink {
  readonly type: string;
  readonly enteredBy: string;
  readonly effectiveAt: string;
  readonly unitId: string | null;
}

/** A command of the context that owns the fact, as it would be sent to `POST /api/commands/<act>`. */
export interface CorrectingCommand {
  readonly act: string;
  readonly body: object;
}

/**
 * `unitId`: everything corrected lies in its subtree, and so does whoever approves. `dossierId`: the inspection that
 * ordered it, or null. The authority (decision) and the reason stand in the metadata.
 */
export const correctionRequested = event(
  'inspections.CorrectionRequested',
  shape<{
    correctionId: string;
    unitId: string;
    statement: string;
    evidence: readonly string[];
    dossierId: string | null;
    requestedBy: string;
  }>(),
);

/**
 * `commands[n]` corrects `cited[n]`; `from`: place of the first in the whole correction, from 0. The commands may hold
 * personal data and are sealed under a key of the correction's own.
 */
export const correctionItemsAdded = event(
  'inspections.CorrectionItemsAdded',
  shape<{
    correctionId: string;
    unitId: string;
    from: number;
    cited: readonly CitedEvent[];
    commands: readonly CorrectingCommand[];
    addedBy: string;
  }>(),
  { personal: { subject: 'correctionId', fields: ['commands'] } },
);

/** What a dry run found. The rows stand in the read store under `dryRunId`; `rowsDigest` proves them. */
export interface DryRun {
  readonly dryRunId: string;
  /** `<commit>/<prepare>` at which the rows before were read; null: nothing had been recorded. */
  readonly position: string | null;
  /** By item: revision of its stream on which it was decided, and how many events it causes. */
  readonly decidedOn: readonly (readonly [revision: number, events: number])[];
  /** SHA-256 over the canonical JSON of the events: stream, revision, type, data, day, decision, reason. */
  readonly eventsDigest: string;
  /** SHA-256 over the canonical JSON of the rows before and after. */
  readonly rowsDigest: string;
  /** By view: rows that change, and rows that are only added by the events themselves (timelines). */
  readonly views: readonly { readonly view: string; readonly changed: number; readonly added: number }[];
}

export const correctionRehearsed = event(
  'inspections.CorrectionRehearsed',
  shape<Pick<DryRun, keyof DryRun> & { correctionId: string; unitId: string }>(),
);

/** `approvalId`: the approving command, which causes what follows. */
export const correctionApproved = event(
  'inspections.CorrectionApproved',
  shape<{ correctionId: string; unitId: string; dryRunId: string; approvedBy: string; approvalId: string }>(),
);

/** The reason stands in the metadata. */
export const correctionRejected = event(
  'inspections.CorrectionRejected',
  shape<{ correctionId: string; unitId: string; rejectedBy: string }>(),
);

/** By the one who requested it; the reason stands in the metadata. */
export const correctionWithdrawn = event(
  'inspections.CorrectionWithdrawn',
  shape<{ correctionId: string; unitId: string }>(),
);

/** The facts are not as they were at the dry run: what was approved would not be what happens. */
export const correctionOutdated = event(
  'inspections.CorrectionOutdated',
  shape<{
    correctionId: string;
    unitId: string;
    dryRunId: string;
    code: string;
    /** Items that had been carried out by then; they stay so. */
    applied: number;
  }>(),
);

/** `position`: of the last correcting event, `<commit>/<prepare>`. */
export const correctionApplied = event(
  'inspections.CorrectionApplied',
  shape<{ correctionId: string; unitId: string; dryRunId: string; events: number; position: string }>(),
);

/** What the verification found in one view. */
export interface VerifiedView {
  readonly view: string;
  readonly touched: number;
  readonly rehearsed: number;
  readonly asRehearsed: number;
  readonly wrong: number;
  readonly unforeseen: number;
}

/** `isExact`: exactly the rows of the dry run changed, as it said; the correction is then closed. */
export const correctionVerified = event(
  'inspections.CorrectionVerified',
  shape<{
    correctionId: string;
    unitId: string;
    isExact: boolean;
    eventsAsRehearsed: boolean;
    views: readonly VerifiedView[];
  }>(),
);

export const correctionClosed = event(
  'inspections.CorrectionClosed',
  shape<{ correctionId: string; unitId: string; closedOn: LocalDate }>(),
);

const correctionEvents = [
  correctionRequested,
  correctionItemsAdded,
  correctionRehearsed,
  correctionApproved,
  correctionRejected,
  correctionWithdrawn,
  correctionOutdated,
  correctionApplied,
  correctionVerified,
  correctionClosed,
] as const;
export type CorrectionEvent = EventOf<typeof correctionEvents>;

export const correctionStatuses = [
  'requested',
  'rehearsed',
  'approved',
  'applied',
  'closed',
  'rejected',
  'withdrawn',
] as const;
export type CorrectionStatus = (typeof correctionStatuses)[number];

export interface CorrectionItem extends CorrectingCommand {
  readonly corrects: CitedEvent;
}

/** `unitId` and `requestedBy` are set in every status but `none`. */
export interface Correction {
  readonly status: CorrectionStatus | 'none';
  readonly unitId?: string;
  readonly requestedBy?: string;
  /** Everybody who put something in: none of them approves. */
  readonly contributors: readonly string[];
  readonly items: readonly CorrectionItem[];
  /** The last one that counts. */
  readonly dryRun?: DryRun;
  /** The approving command. */
  readonly approvalId?: string;
  /** Items carried out under a dry run that then no longer held. */
  readonly partlyApplied: number;
}

export const correction = aggregate({
  name: 'correction',
  events: correctionEvents,
  initialState: { status: 'none', contributors: [], items: [], partlyApplied: 0 } as Correction,
  evolve(state, event: CorrectionEvent): Correction {
    switch (event.type) {
      case correctionRequested.type: {
        const { unitId, requestedBy } = event.data;
        return { ...state, status: 'requested', unitId, requestedBy, contributors: [requestedBy] };
      }
      case correctionItemsAdded.type: {
        const { addedBy, cited, commands } = event.data;
        // Commands whose key was destroyed are gone.
        const added = (Array.isArray(commands) ? (commands as readonly CorrectingCommand[]) : []).map(
          (command, index) => ({ ...command, corrects: cited[index]! }),
        );
        const contributors = [...new Set([...state.contributors, addedBy])];
        return { ...asRequested(state), contributors, items: [...state.items, ...added] };
      }
      case correctionRehearsed.type: {
        const { correctionId: _, unitId: __, ...dryRun } = event.data;
        return { ...asRequested(state), status: 'rehearsed', dryRun };
      }
      case correctionApproved.type:
        return { ...state, status: 'approved', approvalId: event.data.approvalId };
      case correctionOutdated.type:
        return { ...asRequested(state), partlyApplied: Math.max(state.partlyApplied, event.data.applied) };
      case correctionRejected.type:
        return { ...state, status: 'rejected' };
      case correctionWithdrawn.type:
        return { ...state, status: 'withdrawn' };
      case correctionApplied.type:
        return { ...state, status: 'applied' };
      case correctionVerified.type:
        return state;
      case correctionClosed.type:
        return { ...state, status: 'closed' };
    }
  },
});

/** Neither dry run nor approval counts any more. */
function asRequested({ dryRun: _, approvalId: __, ...rest }: Correction): Correction {
  return { ...rest, status: 'requested' };
}
