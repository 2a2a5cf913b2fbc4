import { CommandGateway } from '#platform/commands';
import { Module, type DynamicModule } from '@nestjs/common';
import { DossiersController } from './dossiers.controller.js';
import { DossierExport, type DossierParts } from './export-dossier.js';

@Module({})
export class DossiersModule {
  static register(parts: Omit<DossierParts, 'gateway'>): DynamicModule {
    return {
      module: DossiersModule,
      controllers: [DossiersController],
      providers: [
        {
          provide: DossierExport,
          inject: [CommandGateway],
          useFactory: (gateway: CommandGateway) => new DossierExport({ ...parts, gateway }),
        },
      ],
    };
  }
}
