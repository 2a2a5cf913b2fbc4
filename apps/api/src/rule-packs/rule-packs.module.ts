import type { PackPreview } from '#platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { ViewReader } from '../views/view-reader.js';
import { PACK_PREVIEWS, RulePacksController } from './rule-packs.controller.js';

/** What rules that nobody has published would have said. */
@Module({})
export class RulePacksModule {
  static register(previews: readonly PackPreview[], reader: ViewReader): DynamicModule {
    return {
      module: RulePacksModule,
      controllers: [RulePacksController],
      providers: [
        { provide: PACK_PREVIEWS, useValue: previews },
        { provide: ViewReader, useValue: reader },
      ],
    };
  }
}
