import { AuditFolder } from '#audit';
import { contexts } from '#contexts';
import { StreamUnitTree } from '#contexts/org-units';
import { AggregateStore, EventCodec } from '#event-store';
import { EventRegistry } from '#kernel';
import type { Config } from '#platform';
import { CommandGateway, CommandsModule } from '#platform/commands';
import {
  Accounts,
  Authentication,
  IdentityModule,
  LocalTokens,
  OidcTokens,
  type LocalIdentity,
} from '#platform/identity';
import { commandDigest, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { awaitPosition } from '#projections';
import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { join } from 'node:path';
import { AccessModule } from './access/access.module.js';
import type { ApiParts } from './api-parts.js';
import { BulkCommands } from './commands/bulk-commands.js';
import { CommandsController } from './commands/commands.controller.js';
import { AnnexReader } from './commands/read-annex.js';
import { CorrectionsModule } from './corrections/corrections.module.js';
import { DocumentWriter } from './documents/document-writer.js';
import { DocumentsModule } from './documents/documents.module.js';
import { PaperThreads } from './documents/paper-threads.js';
import { DossiersModule } from './dossiers/dossiers.module.js';
import { HealthController, HealthSources } from './health/health.controller.js';
import { MetricsController } from './health/metrics.controller.js';
import { AsOfLayer } from './history/as-of-layer.js';
import { EventSource } from './history/event-source.js';
import { HistoryModule } from './history/history.module.js';
import { Metrics } from './metrics.js';
import { OPENAPI_DOCUMENT, OpenapiController } from './openapi/openapi.controller.js';
import { openapiDocument } from './openapi/openapi-document.js';
import { RulePacksModule } from './rule-packs/rule-packs.module.js';
import { RebuildsModule } from './rebuilds/rebuilds.module.js';
import { ViewReader } from './views/view-reader.js';
import { AWAIT_POSITION, QUERIES, ViewsController, type AwaitPosition } from './views/views.controller.js';

/** Pages that Swagger serves by itself. */
export const docsPath = '/api/docs';

/** What the hooks around the routes need, made before the Nest application. */
export interface ApiWiring {
  readonly authentication: Authentication;
  readonly metrics: Metrics;
  readonly module: DynamicModule;
}

@Module({})
export class ApiModule implements OnApplicationShutdown {
  constructor(private readonly units: StreamUnitTree) {}

  /** Puts the parts together. Everything that lives as long as the application is made here, once. */
  static wire(config: Config, parts: ApiParts): ApiWiring {
    const { dataSource, eventStore, logger, masterKey } = parts;
    const now = parts.now ?? (() => new Date());
    const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
    const codec = new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(dataSource, masterKey)));
    const document = openapiDocument(contexts, config.NCS_PUBLIC_URL);
    // From here on something runs: nothing below may throw.
    const onBreak = (error: unknown): void => logger.warn({ err: error }, 'the watch over moves of units broke');
    const units = new StreamUnitTree(eventStore, { onBreak, random: Math.random });
    const acts = contexts.flatMap((context) => [...context.acts]);
    const queries = contexts.flatMap((context) => [...context.queries]);
    const aggregates = new AggregateStore(eventStore, codec);
    const metrics = new Metrics(dataSource);
    const views = contexts.flatMap((context) => [...context.views]);
    const layer = new AsOfLayer(views, new EventSource(eventStore, codec));
    const reader = new ViewReader(dataSource, now, layer);
    const annexes = new AnnexReader(
      contexts.flatMap((context) => context.annexes ?? []),
      reader,
    );
    const local = localIdentity(config, parts, units, now);
    const authentication = authenticationOf(config, local, now);
    const waitFor: AwaitPosition = (position, waitMs) => awaitPosition(dataSource, position, waitMs);
    const digest = commandDigest(masterKey);
    const corrections = {
      dataSource,
      eventStore,
      aggregates,
      codec,
      units,
      views,
      queries,
      reader,
      awaitPosition: waitFor,
    };
    const module: DynamicModule = {
      module: ApiModule,
      imports: [
        CommandsModule.register({ acts, aggregates, units, digest, now }),
        IdentityModule.register(authentication, local),
        CorrectionsModule.register(corrections),
        AccessModule.register({ folder: join(config.NCS_DATA, 'access'), log: logger, now }),
        DossiersModule.register({ ...corrections, folder: new AuditFolder(config.NCS_DATA), now }),
        DocumentsModule.register(new DocumentWriter(queries, reader, new PaperThreads(), config.NCS_TEMPLATES, now)),
        HistoryModule.register({ acts, queries, eventStore, codec, reader, layer }),
        RulePacksModule.register(
          contexts.flatMap(({ previews }) => previews ?? []),
          reader,
        ),
        RebuildsModule.register(dataSource, views),
        TerminusModule.forRoot({ logger: false, errorLogStyle: 'json' }),
      ],
      controllers: [CommandsController, ViewsController, HealthController, MetricsController, OpenapiController],
      providers: [
        { provide: StreamUnitTree, useValue: units },
        { provide: Metrics, useValue: metrics },
        {
          provide: BulkCommands,
          inject: [CommandGateway],
          useFactory: (gateway: CommandGateway) => new BulkCommands(gateway, aggregates, annexes),
        },
        { provide: QUERIES, useValue: queries },
        { provide: AWAIT_POSITION, useValue: waitFor },
        { provide: ViewReader, useValue: reader },
        { provide: HealthSources, useValue: new HealthSources(dataSource, eventStore) },
        { provide: OPENAPI_DOCUMENT, useValue: document },
      ],
    };
    return { authentication, metrics, module };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.units.close();
  }
}

function localIdentity(
  config: Config,
  { dataSource, masterKey }: ApiParts,
  units: StreamUnitTree,
  now: () => Date,
): LocalIdentity | undefined {
  if (config.NCS_OIDC_ISSUER !== undefined) return undefined;
  const accounts = new Accounts(dataSource);
  const milliseconds = () => now().getTime();
  const key = masterKey.derive('access-token/1');
  const tokens = new LocalTokens(accounts, key, config.NCS_TOKEN_MINUTES * 60, milliseconds);
  return { accounts, tokens, units, now: milliseconds };
}

function authenticationOf(config: Config, local: LocalIdentity | undefined, now: () => Date): Authentication {
  const tokens =
    local?.tokens ??
    new OidcTokens({
      issuer: config.NCS_OIDC_ISSUER!,
      audience: config.NCS_OIDC_AUDIENCE,
      roleClaim: config.NCS_OIDC_ROLE_CLAIM,
      unitClaim: config.NCS_OIDC_UNIT_CLAIM,
    });
  return new Authentication(tokens, {
    metricsToken: config.NCS_METRICS_TOKEN,
    publicPaths: [docsPath],
    now: () => now().getTime(),
  });
}
