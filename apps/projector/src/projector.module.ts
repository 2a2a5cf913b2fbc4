import { ProjectionRunner } from '#projections';
import { Module, type DynamicModule } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Aside } from './aside.js';
import { HealthController, ProcessesStatus } from './health.controller.js';

@Module({})
export class ProjectorModule {
  static of(runner: ProjectionRunner, processes: ProcessesStatus, dataSource: DataSource): DynamicModule {
    return {
      module: ProjectorModule,
      controllers: [HealthController],
      providers: [
        { provide: ProjectionRunner, useValue: runner },
        { provide: ProcessesStatus, useValue: processes },
        { provide: Aside, useValue: new Aside(dataSource) },
      ],
    };
  }
}
