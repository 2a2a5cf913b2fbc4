import type { ProjectionRunner } from '#projections';
import { Module, type DynamicModule } from '@nestjs/common';
import { HealthController } from './health.controller.js';

export const PROJECTION_RUNNER = Symbol('ProjectionRunner');

@Module({})
export class ProjectorModule {
  static of(runner: ProjectionRunner): DynamicModule {
    return {
      module: ProjectorModule,
      controllers: [HealthController],
      providers: [{ provide: PROJECTION_RUNNER, useValue: runner }],
    };
  }
}
