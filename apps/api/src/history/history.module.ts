import type { EventCodec, EventStore } from '#event-store';
import type { AnyAct } from '#kernel';
import { Module, type DynamicModule } from '@nestjs/common';
import type { AnyViewQuery } from '#projections';
import { ViewReader } from '../views/view-reader.js';
import { QUERIES } from '../views/views.controller.js';
import type { AsOfLayer } from './as-of-layer.js';
import { HistoryController } from './history.controller.js';
import { StreamHistory } from './stream-history.js';
import { ViewHistory } from './view-history.js';
import { ViewHistoryController } from './view-history.controller.js';

interface Parts {
  readonly acts: readonly AnyAct[];
  readonly queries: readonly AnyViewQuery[];
  readonly eventStore: EventStore;
  readonly codec: EventCodec;
  readonly reader: ViewReader;
  readonly layer: AsOfLayer;
}

/** Timelines, states and views as of any date, the facts behind a figure. */
@Module({})
export class HistoryModule {
  static register({ acts, codec, eventStore, layer, queries, reader }: Parts): DynamicModule {
    return {
      module: HistoryModule,
      controllers: [HistoryController, ViewHistoryController],
      providers: [
        { provide: ViewReader, useValue: reader },
        { provide: QUERIES, useValue: queries },
        { provide: ViewHistory, useValue: new ViewHistory(reader, layer, codec.registry) },
        { provide: StreamHistory, useValue: new StreamHistory(acts, eventStore, codec, reader, layer.source) },
      ],
    };
  }
}
