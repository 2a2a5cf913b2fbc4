import { act, Command, notFound } from '#kernel';
import { IsLine } from '#platform';
import { Type } from 'class-transformer';
import { IsArray, IsHexadecimal, IsUUID, ValidateNested } from 'class-validator';
import { dossier, dossierExported } from './dossier.js';

export class ExportedSection {
  @IsLine(100) name!: string;
  @IsHexadecimal() hash!: string;
}

export class RecordExport extends Command {
  @IsUUID() dossierId!: string;
  @IsUUID() exportId!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => ExportedSection) sections!: ExportedSection[];
}

/** Made by the system with every export: it seals the file, and tells who took it away. */
export const recordExport = act({
  name: 'record-export',
  summary: { vi: 'Ghi nhận và niêm phong bản xuất hồ sơ', en: 'Record and seal an export of a dossier' },
  command: RecordExport,
  aggregate: dossier,
  roles: ['system'],
  id: (command) => command.dossierId,
  unit: (_command, state) => state.unitId,

  decide({ dossierId, exportId, sections }, state, { actor }) {
    if (state.status === 'none') throw notFound('dossier.unknown', { dossierId });
    const hashes = sections.map(({ name, hash }) => ({ name, hash }));
    return [
      dossierExported({ dossierId, unitId: state.unitId!, exportId, exportedBy: actor.subject, sections: hashes }),
    ];
  },
});
