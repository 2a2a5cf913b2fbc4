import type { AnyView } from '#projections';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RebuildsController, VIEW_NAMES } from './rebuilds.controller.js';

/** Views built anew, for admins. */
@Module({})
export class RebuildsModule {
  static register(dataSource: DataSource, views: readonly AnyView[]): DynamicModule {
    return {
      module: RebuildsModule,
      controllers: [RebuildsController],
      providers: [
        { provide: DataSource, useValue: dataSource },
        { provide: VIEW_NAMES, useValue: views.map(({ name }) => name) },
      ],
    };
  }
}
