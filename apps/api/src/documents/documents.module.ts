import { Module, type DynamicModule } from '@nestjs/common';
import { DocumentWriter } from './document-writer.js';
import { DocumentsController } from './documents.controller.js';

@Module({})
export class DocumentsModule {
  static register(writer: DocumentWriter): DynamicModule {
    return {
      module: DocumentsModule,
      controllers: [DocumentsController],
      providers: [{ provide: DocumentWriter, useValue: writer }],
    };
  }
}
