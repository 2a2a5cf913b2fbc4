import {
  dossierFormat,
  ProveError,
  proveEvent,
  renderDossier,
  sectionsOf,
  type AuditFolder,
  type DossierDocument,
  type DossierEvent,
  type DossierPart,
  type EventProof,
} from '#audit';
import { correction, dossier, type Dossier } from '#contexts/inspections';
import type { AggregateStore, EventStore, StoredEvent } from '#event-store';
import { forbidden, notFound, type Actor, type UnitTree } from '#kernel';
import type { CommandGateway } from '#platform/commands';
import { RequestError } from '#platform/http';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';

export interface DossierParts {
  readonly dataSource: DataSource;
  readonly eventStore: EventStore;
  readonly aggregates: AggregateStore;
  readonly gateway: CommandGateway;
  readonly units: UnitTree;
  readonly folder: AuditFolder;
  readonly now: () => Date;
}

/** The audit log signs at the latest some seconds after an event. */
const patienceMs = 20_000;
const askAgainMs = 250;

/** A dossier as one file that proves itself. The export is an event of its own: it seals the file. */
export class DossierExport {
  constructor(private readonly parts: DossierParts) {}

  /** @throws DomainError; RequestError 503 `dossier.not-signed` when the audit log does not follow */
  async export(dossierId: string, actor: Actor): Promise<string> {
    const state = await this.parts.aggregates.state(dossier, dossierId);
    if (state.status === 'none') throw notFound('dossier.unknown', { dossierId });
    await this.refuseOutside(actor, state.unitId!);
    const content = await this.contentOf(dossierId, state, actor);
    const seal = await this.seal(dossierId, state, actor, content);
    return renderDossier({ ...content, seal });
  }

  private async contentOf(dossierId: string, state: Dossier, actor: Actor): Promise<Omit<DossierDocument, 'seal'>> {
    const stream = `dossier-${dossierId}`;
    const own = await this.streamOf(stream);
    const cited = await Promise.all(state.cited.map((each) => this.eventAt(each.stream, each.revision)));
    for (const event of cited) await this.refuseOutside(actor, unitOf(event));
    const corrections = await Promise.all(state.correctionIds.map((id) => this.correctionOf(id)));
    const steps = corrections.flatMap(({ events }) => events);
    const exportedAt = this.parts.now().toISOString();
    return {
      format: dossierFormat,
      header: {
        dossierId,
        title: state.title!,
        unitId: state.unitId!,
        unitName: await this.nameOf(state.unitId!),
        status: state.status,
        openedAt: own[0]!.metadata.recordedAt,
        exportedAt,
        exportedBy: actor.subject,
      },
      texts: state.texts,
      corrections: corrections.map(({ correctionId, items, status }) => ({ correctionId, items, status })),
      events: [
        ...(await this.proved('cited', cited)),
        ...(await this.proved('dossier', own)),
        ...(await this.proved('correction', steps)),
      ],
    };
  }

  private async correctionOf(correctionId: string) {
    const { items, status } = await this.parts.aggregates.state(correction, correctionId);
    const named = status === 'none' ? 'not-requested' : status;
    return {
      correctionId,
      status: named,
      items: items.length,
      events: await this.streamOf(`correction-${correctionId}`),
    };
  }

  /** Who looks at a dossier sees of the facts what they may see elsewhere. */
  private async refuseOutside({ unitId: own }: Actor, unitId: string): Promise<void> {
    if (!(await this.parts.units.contains(own, unitId))) throw forbidden('command.outside-scope', { unitId });
  }

  private async proved(part: DossierPart, events: readonly StoredEvent[]): Promise<DossierEvent[]> {
    const list: DossierEvent[] = [];
    for (const event of events) {
      const { event: proved, ...proof } = await this.prove(event);
      list.push({ part, title: this.titleOf(event), event: proved, proof });
    }
    return list;
  }

  private async prove({ id }: StoredEvent): Promise<EventProof> {
    const { dataSource, eventStore, folder } = this.parts;
    const deadline = performance.now() + patienceMs;
    for (;;) {
      try {
        return await proveEvent({ dataSource, store: eventStore, folder }, { id });
      } catch (error) {
        const isEarly = error instanceof ProveError && error.code !== 'audit.event-altered';
        if (!isEarly) throw error;
        if (performance.now() > deadline) {
          throw new RequestError(503, 'dossier.not-signed', {
            details: { eventId: id },
            headers: { 'retry-after': '10' },
          });
        }
        await delay(askAgainMs);
      }
    }
  }

  /** Recorded first, so that no copy leaves without a trace; what it says is what the file holds. */
  private async seal(
    dossierId: string,
    { unitId }: Dossier,
    { subject }: Actor,
    content: Omit<DossierDocument, 'seal'>,
  ): Promise<EventProof> {
    const exportId = randomUUID();
    const body = { dossierId, exportId, sections: sectionsOf(content) };
    const actor: Actor = { subject, role: 'system', unitId: unitId! };
    const { revision, stream } = await this.parts.gateway.submit('record-export', body, { commandId: exportId, actor });
    return this.prove(await this.eventAt(stream, revision));
  }

  private titleOf({ metadata: { command }, type }: StoredEvent): string {
    try {
      return this.parts.gateway.act(command).summary.vi;
    } catch {
      // An act that is no longer there: its event still is.
      return type;
    }
  }

  private async nameOf(unitId: string): Promise<string> {
    const rows: { name: string }[] = await this.parts.dataSource.query(
      'SELECT name FROM unit_directory WHERE unit_id = $1',
      [unitId],
    );
    return rows[0]?.name ?? '';
  }

  private async streamOf(stream: string): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const event of this.parts.eventStore.readStream(stream)) events.push(event);
    return events;
  }

  private async eventAt(stream: string, revision: number): Promise<StoredEvent> {
    const events: StoredEvent[] = [];
    for await (const event of this.parts.eventStore.readStream(stream, { from: revision, maxCount: 1 }))
      events.push(event);
    if (!events[0]) throw notFound('dossier.event-unknown', { stream, revision });
    return events[0];
  }
}

/** The unit that an event is about, or else that of whoever entered it. */
const unitOf = ({ data, metadata }: StoredEvent): string =>
  typeof data['unitId'] === 'string' ? data['unitId'] : metadata.actor.unitId;
