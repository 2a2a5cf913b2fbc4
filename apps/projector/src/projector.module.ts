import { ProjectionRunner } from '#projections';
import { Module, type DynamicModule } from '@nestjs/common';
import { HealthController, ProcessesStatus } from './health.controller.js';

@Module({})
export class ProjectorModule {
  static of(runner: ProjectionRunner, processes: ProcessesStatus): DynamicModule {
    return {
      module: ProjectorModule,
      controllers: [HealthController],
      providers: [
        { provide: ProjectionRunner, useValue: runner },
        { provide: ProcessesStatus, useValue: processes },
      ],
    };
  }
}
