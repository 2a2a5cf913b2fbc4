import { aggregate, derivedId, event, shape, type EventOf, type LocalDate } from '#kernel';

/** One look at data: when, what was asked, and about whom. Never what was read. */
export interface Read {
  /** ISO instant. */
  readonly at: string;
  /** The question: path of the request with its ids left out, e.g. `/api/views/attendance-rate`. */
  readonly what: string;
  /** Ids that were asked about: units, cadres, streams. No free text. */
  readonly ids: readonly string[];
  /** `file`: it was taken away (CSV, XLSX, HTML). */
  readonly form: 'page' | 'file';
  /** Status of the reply; 403: somebody tried. */
  readonly status: number;
}

/**
 * What one person looked at on a day, some at a time. `period` ({@link accessPeriod}) names the key under which the
 * reads are sealed: destroying it ends the retention of a whole month, and the history still verifies. No field names a unit
 * or a person by the words that timelines know, so that nobody but inspectors sees who reads.
 */
export const readsRecorded = event(
  'inspections.ReadsRecorded',
  shape<{ period: string; day: LocalDate; reader: string; readerScope: string; reads: readonly Read[] }>(),
  { personal: { subject: 'period', fields: ['reads'] } },
);

/** Id of the key of a month, `YYYY-MM`. */
export const accessPeriod = (month: string): string => derivedId('access-log', month);

const accessEvents = [readsRecorded] as const;

export const access = aggregate({
  name: 'access',
  events: accessEvents,
  initialState: { reads: 0 },
  evolve: (state: { readonly reads: number }, event: EventOf<typeof accessEvents>) => ({
    reads: state.reads + event.data.reads.length,
  }),
});
