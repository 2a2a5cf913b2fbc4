import { CommandGateway } from '#platform/commands';
import { Inject, Module, type DynamicModule, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pathOf } from '../http-log.js';
import { AccessJournal, type JournalEntry, type JournalLog } from './access-journal.js';

export interface AccessOptions {
  readonly folder: string;
  readonly log: JournalLog;
  readonly now: () => Date;
}

const NOW = Symbol('now');

/** Writes down who looked at what, after the answer has gone. */
@Module({})
export class AccessModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly journal: AccessJournal,
    private readonly host: HttpAdapterHost,
    @Inject(NOW) private readonly now: () => Date,
  ) {}

  static register({ folder, log, now }: AccessOptions): DynamicModule {
    const journal = {
      provide: AccessJournal,
      inject: [CommandGateway],
      useFactory: (gateway: CommandGateway) => new AccessJournal(folder, gateway, log),
    };
    return { module: AccessModule, providers: [journal, { provide: NOW, useValue: now }] };
  }

  onModuleInit(): void {
    const instance = this.host.httpAdapter.getInstance<FastifyInstance>();
    instance.addHook('onResponse', (request, reply, done) => {
      const entry = entryOf(request, reply, this.now());
      if (entry) this.journal.note(entry);
      // Whoever looks at the log finds it up to date the next time.
      if (entry?.what.endsWith('/access-log')) void this.journal.flush();
      done();
    });
    this.journal.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.journal.stop();
  }
}

/** Of every look at data; nothing of what was read, no free text that was searched for. */
function entryOf(request: FastifyRequest, reply: FastifyReply, now: Date): JournalEntry | undefined {
  const { identity, method } = request;
  const url = request.routeOptions.url ?? '';
  if (!identity || method !== 'GET' || !url.startsWith('/api/') || passedOver.has(url)) return undefined;
  const { subject, unitId } = identity.actor;
  return {
    at: now.toISOString(),
    what: pathOf(request).replaceAll(anyId, ':id').slice(0, 300),
    ids: [...new Set(decoded(request.url).match(anyId) ?? [])].slice(0, 50).map((id) => id.toLowerCase()),
    form: isJson(reply) ? 'page' : 'file',
    status: reply.statusCode,
    reader: subject,
    readerScope: unitId,
  };
}

/** They say nothing about anybody but the reader. */
const passedOver: ReadonlySet<string> = new Set(['/api/me', '/api/openapi.json', '/api/dossiers/verifier']);

const anyId = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

/** A 304 has no type: it is a page that the reader has already. */
const isJson = (reply: FastifyReply): boolean => {
  const type = reply.getHeader('content-type');
  return type === undefined || String(type).includes('json');
};

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
