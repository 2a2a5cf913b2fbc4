import { CommandGateway } from '#platform/commands';
import type { AnyViewQuery } from '#projections';
import { Module, type DynamicModule } from '@nestjs/common';
import { ViewReader } from '../views/view-reader.js';
import { QUERIES } from '../views/views.controller.js';
import { CorrectionRows } from './correction-rows.js';
import { CORRECTION_VIEWS, CorrectionsController } from './corrections.controller.js';
import { Corrections, type CorrectionParts } from './corrections.js';

export interface CorrectionsOptions extends Omit<CorrectionParts, 'gateway' | 'rows'> {
  readonly queries: readonly AnyViewQuery[];
  readonly reader: ViewReader;
}

/** Corrections over HTTP; the commands of people go the usual way. */
@Module({})
export class CorrectionsModule {
  static register({ queries, reader, ...parts }: CorrectionsOptions): DynamicModule {
    const rows = new CorrectionRows(parts.dataSource);
    return {
      module: CorrectionsModule,
      controllers: [CorrectionsController],
      providers: [
        {
          provide: Corrections,
          inject: [CommandGateway],
          useFactory: (gateway: CommandGateway) => new Corrections({ ...parts, gateway, rows }),
        },
        { provide: CorrectionRows, useValue: rows },
        { provide: ViewReader, useValue: reader },
        { provide: QUERIES, useValue: queries },
        { provide: CORRECTION_VIEWS, useValue: parts.views },
      ],
      exports: [Corrections],
    };
  }
}
